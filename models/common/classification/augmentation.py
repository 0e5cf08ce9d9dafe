"""Seeded augmentation of whole batches on torch tensors: geometry, colour, blur, noise, erasing."""
import math

import torch
import torch.nn.functional as F

_YIQ = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
_RGB = torch.linalg.inv(_YIQ)


def normal(n, deviation, generator):
    return torch.randn(n, generator=generator) * deviation


def uniform(n, low, high, generator):
    return torch.rand(n, generator=generator) * (high - low) + low


def geometry(x, g, rotation, scale, shift, mirror=(True, True), shear=0.0, padding="reflection"):
    """Random affine map of every image. rotation: degrees or 'any'; scale: deviation of the log; shift: part of the side."""
    n = len(x)
    degrees = uniform(n, -180, 180, g) if rotation == "any" else uniform(n, -rotation, rotation, g)
    angle, size = degrees * (math.pi / 180), torch.exp(normal(n, scale, g))
    sx = size * torch.exp(normal(n, scale * 0.4, g))
    fx = torch.where(torch.rand(n, generator=g) < (0.5 if mirror[0] else 0.0), -1.0, 1.0)
    fy = torch.where(torch.rand(n, generator=g) < (0.5 if mirror[1] else 0.0), -1.0, 1.0)
    skew = uniform(n, -shear, shear, g)
    c, s = torch.cos(angle), torch.sin(angle)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = c * sx * fx, (skew - s) * size
    theta[:, 1, 0], theta[:, 1, 1] = s * sx * fx, c * size * fy
    theta[:, 0, 2], theta[:, 1, 2] = uniform(n, -2 * shift, 2 * shift, g), uniform(n, -2 * shift, 2 * shift, g)
    grid = F.affine_grid(theta, list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode=padding, align_corners=False)


def column(values):
    return values.view(-1, 1, 1, 1)


def tone(x, g, contrast, brightness, gamma):
    """Contrast about the image mean, brightness, gamma; one draw per image."""
    n = len(x)
    mean = x.mean((1, 2, 3), keepdim=True)
    x = (x - mean) * column(torch.exp(normal(n, contrast, g))) + mean + column(normal(n, brightness, g))
    return x.clamp(1e-4, 1) ** column(torch.exp(normal(n, gamma, g)))


def hue(x, g, angle, saturation, balance):
    """Turn and stretch of the chroma plane (YIQ) and gains of the three channels; RGB batches only."""
    n = len(x)
    turn, gain = normal(n, angle, g), torch.exp(normal(n, saturation, g))
    m = torch.zeros(n, 3, 3)
    m[:, 0, 0] = 1
    m[:, 1, 1] = m[:, 2, 2] = torch.cos(turn) * gain
    m[:, 1, 2], m[:, 2, 1] = -torch.sin(turn) * gain, torch.sin(turn) * gain
    m = _RGB @ m @ _YIQ * torch.exp(torch.randn(n, 3, 1, generator=g) * balance)
    return torch.einsum("nij,njhw->nihw", m, x).clamp(0, 1)


def blur_or_noise(x, g, probability, noise):
    """On part of the images: a 3x3 binomial blur or Gaussian noise."""
    n, channels = x.shape[:2]
    draw = torch.rand(n, generator=g)
    kernel = torch.tensor([1.0, 2.0, 1.0])
    kernel = (kernel[:, None] * kernel[None] / 16).expand(channels, 1, 3, 3)
    soft = draw < probability
    if soft.any():
        x[soft] = F.conv2d(F.pad(x[soft], (1, 1, 1, 1), mode="replicate"), kernel, groups=channels)
    rough = draw > 1 - probability
    if rough.any():
        shape = x[rough].shape
        x[rough] = x[rough] + torch.randn(shape, generator=g) * column(uniform(shape[0], 0, noise, g))
    return x.clamp(0, 1)


def erase(x, g, probability, largest):
    """Cuts a grey rectangle of at most `largest` of each side out of part of the images."""
    n, _, h, w = x.shape
    for i in torch.nonzero(torch.rand(n, generator=g) < probability).flatten().tolist():
        eh, ew = (max(1, int(uniform(1, 0.08, largest, g) * side)) for side in (h, w))
        top, left = (int(torch.randint(0, side - e + 1, (1,), generator=g)) for side, e in ((h, eh), (w, ew)))
        x[i, :, top:top + eh, left:left + ew] = x[i].mean()
    return x
