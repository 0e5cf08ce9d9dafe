"""Numbers of intensity changes, for tests/domain/kernels/intensity.

Run: python3 intensity.py > intensity.json   (numpy 1.24.2, scipy 1.10.1, scikit-image 0.19.3, torch 1.13.0, Pillow 9.4.0)
Real: skimage.exposure.equalize_adapthist, Pillow convert('L'), torch.quantile, numpy.percentile, numpy.polyfit,
scipy.ndimage. MONAI, bioimageio.core and the stain methods: short scripts from their published definitions.
"""
import json

import numpy as np
import torch
from PIL import Image
from scipy import ndimage
from skimage.exposure import equalize_adapthist
from reference_input import floats, noise, numbers

cases = {}
SHAPE = (2, 3, 5, 4)
x = (floats(5000, SHAPE) * 40 - 12).astype(np.float32)
y = (floats(5001, SHAPE) ** 2 * 9 + 3).astype(np.float32)
x64, y64 = x.astype(np.float64), y.astype(np.float64)


def over(axes):
    return {"axis": tuple(axes), "keepdims": True}


bio = []
for axes in ([0, 1, 2, 3], [1, 2, 3], [2, 3], [0, 2], [1]):
    mean, std = x64.mean(**over(axes)), x64.std(**over(axes))
    low, high = np.percentile(x, [1.5, 98], **over(axes))
    ref_low, ref_high = np.percentile(y, [1.5, 98], **over(axes))
    ref_mean, ref_std = y64.mean(**over(axes)), y64.std(**over(axes))
    bio.append({"axes": axes, "zero_mean_unit_variance": numbers((x64 - mean) / (std + 1e-6)),
                "scale_range": numbers((x64 - low) / (high - low + 1e-6)),
                "scale_range_reference": numbers((x64 - ref_low) / (ref_high - ref_low + 1e-6)),
                "scale_mean_variance": numbers((x64 - mean) / (std + 1e-6) * (ref_std + 1e-6) + ref_mean)})
cases["bioimage"] = {"seed": 5000, "referenceSeed": 5001, "shape": SHAPE, "cases": bio}

# MONAI, float32 torch as there
m = torch.from_numpy(x.copy())
m[m.abs() < 4] = 0


def rescale(img, minv=0.0, maxv=1.0):
    low, high = img.min(), img.max()
    if low == high:
        return img * minv
    return (img - low) / (high - low) * (maxv - minv) + minv


def span(img, a_min, a_max, b_min, b_max, clip):
    if a_max - a_min == 0.0:
        return img - a_min if b_min is None else img - a_min + b_min
    img = (img - a_min) / (a_max - a_min)
    if b_min is not None and b_max is not None:
        img = img * (b_max - b_min) + b_min
    return torch.clip(img, b_min, b_max) if clip else img


def percentiles(img, lower, upper, b_min, b_max, clip, relative):
    a_min, a_max = (torch.quantile(img, q / 100).item() for q in (lower, upper))
    low, high = b_min, b_max
    if relative:
        low, high = (b_max - b_min) * (lower / 100) + b_min, (b_max - b_min) * (upper / 100) + b_min
    return span(img, a_min, a_max, low, high, clip)


def normalise(img, nonzero, sub=None, div=None):
    img = img.clone()
    where = img != 0 if nonzero else torch.ones_like(img, dtype=torch.bool)
    if not where.any():
        return img
    part = img[where]
    sub = part.mean() if sub is None else sub
    div = part.std(unbiased=False) if div is None else div
    div = 1.0 if float(div) == 0 else div
    img[where] = (part - sub) / div
    return img


def channels(f):
    return torch.stack([f(c) for c in m])


flat = torch.zeros_like(m)
cases["monai"] = {"seed": 5000, "shape": SHAPE, "input": numbers(m),
                  "range": numbers(span(m, -8, 20, -1, 1, True)), "rangeOpen": numbers(span(m, -8, 20, 0.5, 2, False)),
                  "rangeUnit": numbers(span(m, -8, 20, None, None, False)), "rangeFlat": numbers(span(m, 3, 3, 2, 4, True)),
                  "scale": numbers(rescale(m, -1, 2)), "scaleChannels": numbers(channels(rescale)),
                  "percentiles": numbers(percentiles(m, 2, 97, -1, 1, True, False)),
                  "percentilesRelative": numbers(percentiles(m, 5, 90, 0, 4, False, True)),
                  "percentilesChannels": numbers(channels(lambda c: percentiles(c, 10, 80, 0, 1, True, False))),
                  "normalize": numbers(normalise(m, False)), "normalizeNonzero": numbers(normalise(m, True)),
                  "normalizeChannels": numbers(channels(lambda c: normalise(c, True))),
                  "normalizeGiven": numbers(normalise(m, True, 2.5, 4)),
                  "normalizeLists": numbers(torch.stack([normalise(m[0], False, 1, 2), normalise(m[1], False, -1, 5)])),
                  "normalizeFlat": numbers(normalise(flat + 3, False))}


def gaussian_1d(sigma):
    tail = int(max(sigma * 4, 0.5) + 0.5)
    at = torch.arange(-tail, tail + 1, dtype=torch.float64)
    t = 0.70710678 / abs(sigma)
    return (0.5 * ((t * (at + 0.5)).erf() - (t * (at - 0.5)).erf())).clamp(min=0)


def smooth(img, sigmas):
    for axis, sigma in enumerate(sigmas):
        if sigma > 0:
            kernel = gaussian_1d(sigma).numpy()
            img = ndimage.convolve1d(img, kernel, axis=axis + 1, mode="constant")
    return img


cases["gaussian"] = [{"sigma": s, "shape": shape, "seed": 5010, "values": numbers(smooth(floats(5010, shape), s))}
                     for s, shape in (([1, 1.5], (2, 7, 9)), ([0.5, 0, 2.2], (1, 5, 6, 7)), ([3, 3], (1, 6, 5)))]

clahe = []
for number, (rows, columns, options) in enumerate([(32, 40, {}), (37, 29, {"kernel_size": (9, 7)}), (24, 24, {"clip_limit": 0.05, "nbins": 128}),
                                                   (30, 50, {"kernel_size": (8, 8), "clip_limit": 0}), (16, 20, {"kernel_size": (5, 6), "clip_limit": 0.3})]):
    plane = ndimage.uniform_filter(noise(5020 + number, rows * columns).reshape(rows, columns), 3)
    clahe.append({"seed": 5020 + number, "shape": [rows, columns], "options": options, "input": plane.ravel().tolist(),
                  "values": numbers(equalize_adapthist(plane, **options))})
cases["clahe"] = clahe

stack = floats(5030, (6, 12, 15))
for i in range(6):
    stack[i] = ndimage.gaussian_filter(stack[i], abs(i - 2.5) / 2)
stack = stack.astype(np.float32)
sharp = np.stack([ndimage.uniform_filter(ndimage.laplace(p.astype(np.float64)) ** 2, 9) for p in stack])
cases["project"] = {"shape": [6, 12, 15], "input": numbers(stack), "max": numbers(stack.max(0)), "min": numbers(stack.min(0)),
                    "mean": numbers(stack.astype(np.float64).mean(0)),
                    "edf": numbers(np.take_along_axis(stack, sharp.argmax(0)[None], 0)[0])}

rgb = noise(5040, 3 * 11 * 13).reshape(3, 11, 13)
cases["grayscale"] = {"seed": 5040, "shape": [3, 11, 13],
                      "luma": np.asarray(Image.fromarray(rgb.transpose(1, 2, 0).copy()).convert("L")).ravel().tolist(),
                      "weighted": numbers(np.tensordot([0.2125, 0.7154, 0.0721], rgb.astype(np.float64), 1))}

b = [0, 50, 400, 800]
signals = np.stack([(floats(5050 + i, (5, 6)) * 200 + 900) * np.exp(-v * 0.0011) for i, v in enumerate(b)]).astype(np.float32)
fit = np.polyfit(b, np.log(signals.astype(np.float64)).reshape(4, -1), 1)[0]
cases["adc"] = {"b": b, "signals": [numbers(s) for s in signals], "values": numbers(np.maximum(-fit, 0))}


# An H&E-like field: two stains at varying amounts over white light, some glass.
amounts = floats(5060, (2, 20, 22)) * np.array([1.4, 0.9])[:, None, None]
amounts[:, :4] *= 0.02
density = np.einsum("sc,sij->cij", np.array([[0.65, 0.70, 0.29], [0.07, 0.99, 0.11]]), amounts)
slide = np.clip(240 * np.exp(-density), 0, 255).astype(np.uint8)


def macenko(img, light=240, alpha=1, beta=0.15):
    pixels = img.reshape(3, -1).T.astype(np.float64)
    od = -np.log((pixels + 1) / light)
    tissue = od[~np.any(od < beta, axis=1)]
    _, vectors = np.linalg.eigh(np.cov(tissue.T))
    plane = vectors[:, [2, 1]]
    if plane[:, 0].sum() < 0:
        plane[:, 0] *= -1
    phi = np.arctan2(*(tissue @ plane).T[::-1])
    ends = [plane @ [np.cos(a), np.sin(a)] for a in np.percentile(phi, [alpha, 100 - alpha])]
    he = np.array(ends if ends[0][0] > ends[1][0] else ends[::-1]).T
    amounts = np.linalg.lstsq(he, od.T, rcond=None)[0]
    amounts /= (np.percentile(amounts, 99, axis=1) / np.array([1.9705, 1.0308]))[:, None]
    out = light * np.exp(-np.array([[0.5626, 0.2159], [0.7201, 0.8012], [0.4062, 0.5581]]) @ amounts)
    out[out > 255] = 254
    return out


TO_LMS = np.array([[0.3811, 0.5783, 0.0402], [0.1967, 0.7244, 0.0782], [0.0241, 0.1288, 0.8444]])
TO_RGB = np.array([[4.4679, -3.5873, 0.1193], [-1.2186, 2.3809, -0.1624], [0.0497, -0.2439, 1.2045]])
TO_LAB = np.diag([1 / np.sqrt(3), 1 / np.sqrt(6), 1 / np.sqrt(2)]) @ np.array([[1, 1, 1], [1, 1, -2], [1, -1, 0]])
mean, std = np.array([3.2, 0.02, 0.01]), np.array([0.3, 0.03, 0.012])
lab = TO_LAB @ np.log10(TO_LMS @ np.maximum(slide.reshape(3, -1), 1))
lab = (lab - lab.mean(1, keepdims=True)) / lab.std(1, keepdims=True) * std[:, None] + mean[:, None]
cases["stain"] = {"shape": list(slide.shape), "input": slide.ravel().tolist(), "macenko": numbers(macenko(slide), 7),
                  "target": {"mean": mean.tolist(), "std": std.tolist()},
                  "reinhard": numbers(np.clip(TO_RGB @ 10 ** (np.linalg.inv(TO_LAB) @ lab), 0, 255), 7)}
print(json.dumps(cases, separators=(",", ":")))
