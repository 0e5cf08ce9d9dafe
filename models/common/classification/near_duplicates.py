"""Near-duplicate images by difference hash."""
import numpy as np
from PIL import Image


def near_duplicates(images, distance=12):
    """Index of the first image of each one's group: 256-bit difference hashes within the distance share a group.

    images: uint8 [N,1 or 3,H,W].
    """
    bits = []
    for image in images:
        grey = Image.fromarray(image[0]) if len(image) == 1 else Image.fromarray(image.transpose(1, 2, 0)).convert("L")
        grey = np.asarray(grey.resize((17, 16), Image.BILINEAR), int)
        bits.append((grey[:, 1:] > grey[:, :-1]).ravel())
    bits = np.array(bits, np.float32)
    ones = bits.sum(1)
    apart = ones[:, None] + ones[None] - 2 * bits @ bits.T
    groups = np.arange(len(images))
    for i, j in zip(*np.nonzero(np.triu(apart <= distance, 1))):
        groups[groups == groups[j]] = groups[i]
    return groups
