"""torch.grid_sample as MONAI drives it."""
import numpy as np
import torch


def grid_sample(volume, matrix, size, mode, padding):
    """Samples at voxel positions matrix @ index, the way MONAI drives grid_sample (align_corners=False, float64)."""
    rank = len(size)
    index = np.stack(np.meshgrid(*[np.arange(n) for n in size], indexing="ij") + [np.ones(size)], -1) @ np.asarray(matrix).T
    norm = (2 * index + 1) / np.asarray(volume.shape[-rank:]) - 1
    grid = torch.from_numpy(norm[..., ::-1].copy())[None]
    return torch.nn.functional.grid_sample(torch.from_numpy(volume)[None], grid, mode=mode, padding_mode=padding,
                                           align_corners=False)[0].numpy()
