"""Seeded geometric and intensity augmentation of batches, on tensors; images float32 [n,c,space...]."""
import math

import torch
import torch.nn.functional as F


def uniform(generator, *shape, low=0.0, high=1.0):
    return low + (high - low) * torch.rand(*shape, generator=generator)


def grid(shape, crop, generator, scale, turn, shift, bend, mirror):
    """Sampling grid [n,*crop,dims] of random similarity maps with a smooth displacement (all in voxels of the source).

    scale: log range (low, high) of zoom; turn: highest angle in radians about each axis; shift: highest move of the
    centre in voxels, per axis (or one number); bend: standard deviation in voxels of a coarse displacement field;
    mirror: chance of mirroring each axis.
    """
    n, dims = shape[0], len(crop)
    sides = torch.tensor(shape[2:], dtype=torch.float32)
    axes = [torch.arange(c, dtype=torch.float32) - (c - 1) / 2 for c in crop]
    place = torch.stack(torch.meshgrid(*axes, indexing="ij"), -1)[None].repeat(n, *[1] * dims, 1)
    zoom = torch.exp(-uniform(generator, n, 1, low=scale[0], high=scale[1]) + 0.08 * torch.randn(n, dims, generator=generator) * (scale[1] > scale[0]))
    matrix = torch.diag_embed(zoom)
    planes = [(0, 1)] if dims == 2 else [(0, 1), (0, 2), (1, 2)]
    for a, b in planes:
        angle = uniform(generator, n, low=-turn, high=turn)
        rotation = torch.eye(dims).repeat(n, 1, 1)
        rotation[:, a, a] = rotation[:, b, b] = torch.cos(angle)
        rotation[:, a, b], rotation[:, b, a] = -torch.sin(angle), torch.sin(angle)
        matrix = rotation @ matrix
    if mirror:
        flips = torch.where(torch.rand(n, dims, generator=generator) < mirror, -1.0, 1.0)
        matrix = matrix * flips[:, None, :]
    place = torch.einsum("nij,n...j->n...i", matrix, place)
    if bend:
        coarse = torch.randn(n, dims, *[4] * dims, generator=generator) * bend
        mode = "bicubic" if dims == 2 else "trilinear"
        place = place + F.interpolate(coarse, size=tuple(crop), mode=mode, align_corners=True).movedim(1, -1)
    moves = torch.as_tensor(shift, dtype=torch.float32) * uniform(generator, n, dims, low=-1.0)
    place = place + (moves + (sides - 1) / 2).view(n, *[1] * dims, dims)
    return ((place * 2 + 1) / sides - 1).flip(-1)


def warp(images, labels, where, fill=None):
    """Images sampled linearly, label maps (float [n,1,...]) by nearest neighbour; outside: fill, or the border's value."""
    padding = "border" if fill is None else "zeros"
    offset = 0.0 if fill is None else fill
    images = F.grid_sample(images - offset, where, mode="bilinear", padding_mode=padding, align_corners=False) + offset
    labels = F.grid_sample(labels, where, mode="nearest", padding_mode="zeros", align_corners=False)
    return images, labels


def intensity(images, generator, contrast=0.25, brightness=0.15, gamma=0.3, noise=0.04, blur=0.2):
    """Contrast, brightness, gamma (on values of 0..1), noise and blur, each drawn per image."""
    n, dims = images.shape[0], images.ndim - 2
    one = lambda v: v.view(n, *[1] * (dims + 1))
    mean = images.mean(tuple(range(1, images.ndim)), keepdim=True)
    x = (images - mean) * one(torch.exp(torch.randn(n, generator=generator) * contrast)) + mean
    x = x + one(torch.randn(n, generator=generator) * brightness)
    if gamma:
        power = one(torch.exp(torch.randn(n, generator=generator) * gamma))
        x = torch.where(one(torch.rand(n, generator=generator)) < 0.5, x.clamp(min=1e-4) ** power, x)
    if blur:
        conv = F.avg_pool2d if dims == 2 else F.avg_pool3d
        soft = conv(x, 3, 1, 1, count_include_pad=False)
        x = torch.where(one(torch.rand(n, generator=generator)) < blur, soft, x)
    level = one(torch.rand(n, generator=generator) * noise * (torch.rand(n, generator=generator) < 0.5))
    return x + level * torch.randn(x.shape, generator=generator)


def ramp(images, generator, strength=0.25):
    """Smooth multiplicative field (coil or illumination), drawn per image."""
    n, dims = images.shape[0], images.ndim - 2
    coarse = torch.randn(n, 1, *[3] * dims, generator=generator) * strength
    field = F.interpolate(coarse, size=images.shape[2:], mode="bicubic" if dims == 2 else "trilinear", align_corners=True)
    return images * torch.exp(field.clamp(-math.log(3), math.log(3)))
