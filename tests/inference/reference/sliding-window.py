"""Reference numbers for the SlidingWindow inferer.

MONAI's sliding_window_inference (monai/inferers/utils.py, dense_patch_slices, compute_importance_map) written again
with torch from its published definition: interval int(roi * (1 - overlap)), last window shifted back inside, images
smaller than the window padded symmetrically, gaussian weights with sigma_scale, floor max(min, 1e-3), sums in float32.
The network is one 3 x 3 (x 3) convolution with the weights stored beside the numbers.

    python3 sliding-window.py > sliding-window.json
"""
import base64, itertools, json, math
import numpy as np, torch

def starts(length, roi, overlap):
    interval = roi if roi == length else max(1, int(roi * (1 - overlap)))
    out, start = [], 0
    while True:
        out.append(min(start, length - roi))
        if start + roi >= length:
            return out
        start += interval

def importance(roi, mode, scale):
    w = torch.ones(roi)
    if mode == 'gaussian':
        for axis, n in enumerate(roi):
            x = torch.arange(-(n - 1) / 2.0, (n - 1) / 2.0 + 1)
            g = torch.exp(x ** 2 / (-2 * (scale * n) ** 2))
            w = w * g.reshape([-1 if a == axis else 1 for a in range(len(roi))])
        w = torch.clamp(w, min=max(w.min().item(), 1e-3))
    return w

def sliding(image, roi, overlap, mode, scale, net, mirror):
    shape = image.shape[1:]
    roi = [n if r <= 0 else r for r, n in zip(roi, shape)]
    diff = [max(0, r - n) for r, n in zip(roi, shape)]
    pad = []
    for d in reversed(diff):
        pad += [d // 2, d - d // 2]
    x = torch.nn.functional.pad(image, pad)
    w = importance(roi, mode, scale)
    total, out = torch.zeros(x.shape[1:]), None
    for start in itertools.product(*[starts(n, r, overlap) for n, r in zip(x.shape[1:], roi)]):
        window = tuple(slice(s, s + r) for s, r in zip(start, roi))
        part = x[(slice(None),) + window][None]
        y, count = 0, 0
        for k in range(len(mirror) + 1):
            for axes in itertools.combinations(mirror, k):
                dims = [a + 2 for a in axes]
                y = y + (torch.flip(net(torch.flip(part, dims)), dims) if dims else net(part))
                count += 1
        y = y[0] / count
        if out is None:
            out = torch.zeros((y.shape[0],) + tuple(x.shape[1:]))
        out[(slice(None),) + window] += w * y
        total[window] += w
    out = out / total
    crop = tuple(slice(d // 2, d // 2 + n) for d, n in zip(diff, shape))
    return out[(slice(None),) + crop]

def b64(t):
    return base64.b64encode(np.ascontiguousarray(t.numpy(), dtype='<f4').tobytes()).decode()

torch.manual_seed(20261122)
cases = []
for name, shape, roi, overlap, mode, mirror in [
    ('3-D, quarter overlap, constant', [11, 13, 9], [6, 6, 6], 0.25, 'constant', []),
    ('3-D, half overlap, gaussian', [11, 13, 9], [6, 8, 4], 0.5, 'gaussian', []),
    ('3-D, smaller than the window on two axes', [5, 12, 3], [8, 8, 8], 0.25, 'gaussian', []),
    ('3-D, window of the whole axis, mirrored', [8, 7, 10], [-1, 5, 6], 0.5, 'gaussian', [0, 2]),
    ('2-D, gaussian, mirrored', [17, 23], [8, 12], 0.5, 'gaussian', [0, 1]),
    ('2-D, overlap that leaves a fraction', [19, 10], [7, 7], 0.6, 'constant', []),
]:
    dims = len(shape)
    conv = (torch.nn.Conv3d if dims == 3 else torch.nn.Conv2d)(2, 3, 3, padding=1)
    image = torch.randn([2] + shape)
    with torch.no_grad():
        y = sliding(image, roi, overlap, mode, 0.125, conv, mirror)
    cases.append(dict(name=name, shape=shape, roi=roi, overlap=overlap, mode=mode, mirror=mirror, image=b64(image),
                      weights=b64(conv.weight.detach()), bias=b64(conv.bias.detach()), expected=b64(y)))
print(json.dumps(cases, indent=0))
