"""Numbers of scikit-image and scipy for tests/domain/kernels/measures; diameters, Crofton's surface, the indices of
aneurysms and perpendicular chords are short brute-force scripts from their published definitions.

Run: python3 measures.py > measures.json   (made with scipy 1.10.1, scikit-image 0.19.3, numpy 1.24.2, shapely 1.8.5)
"""
import itertools
import json

import numpy as np
import scipy
import scipy.ndimage as ndi
import skimage
from scipy.spatial import ConvexHull
from scipy.spatial.distance import pdist
from scipy.stats import rankdata
from shapely.geometry import LineString, MultiPoint
from skimage import measure

from reference_input import pack

rng = np.random.default_rng(3)


def blobs(shape, sigma, level):
    noise = ndi.gaussian_filter(rng.standard_normal(shape), sigma)
    return noise > np.quantile(noise, level)


result = {"scipy": scipy.__version__, "skimage": skimage.__version__}

# Objects of planes.
objects = [ndi.label(blobs((60, 70), 2, 0.6))[0], ndi.label(blobs((40, 50), 0.8, 0.6), np.ones((3, 3)))[0]]
result["objects"] = []
for labels in objects:
    rows = []
    for r in measure.regionprops(labels):
        # A hull of one line of pixels fails there; it is the line.
        try:
            solidity = float(r.area / r.area_convex)
        except Exception:
            solidity = None
        rows.append([r.area, r.perimeter, r.equivalent_diameter_area, r.axis_major_length, r.axis_minor_length, r.eccentricity, solidity, *r.centroid])
    result["objects"].append({"map": pack(labels.astype(np.uint8)), "rows": rows})

# Label statistics.
labels = np.digitize(ndi.gaussian_filter(rng.standard_normal((10, 24, 26)), 1.5), [0.0, 0.06]).astype(np.uint8)
values = np.round(rng.normal(100, 30, labels.shape)).astype(np.int16)
spacing = [2.5, 0.8, 0.7]


def surface_points(mask, spacing):
    points = []
    for axis in range(mask.ndim):
        for side in (-1, 1):
            neighbour = np.zeros_like(mask)
            source, target = [slice(None)] * mask.ndim, [slice(None)] * mask.ndim
            source[axis], target[axis] = (slice(1, None), slice(None, -1)) if side == 1 else (slice(None, -1), slice(1, None))
            neighbour[tuple(target)] = mask[tuple(source)]
            at = np.argwhere(mask & ~neighbour).astype(float)
            at[:, axis] += side / 2
            points.append(at * spacing)
    return np.concatenate(points)


def max_diameter(mask, spacing):
    points = surface_points(mask, spacing)
    return float(pdist(points[ConvexHull(points).vertices]).max())


def crofton(mask, spacing):
    """2 · mean over directions of (crossings × cell / step); weights by a fine even sampling of the sphere."""
    mask = np.pad(mask, 1)
    steps = [s for s in itertools.product((-1, 0, 1), repeat=mask.ndim) if s > (0,) * mask.ndim]
    units = np.array([np.array(s) * spacing / np.linalg.norm(np.array(s) * spacing) for s in steps])
    if mask.ndim == 3:
        sample = np.random.default_rng(0).standard_normal((400000, 3))
        sample /= np.linalg.norm(sample, axis=1, keepdims=True)
    else:
        angle = (np.arange(400000) + 0.5) / 400000 * np.pi
        sample = np.stack([np.sin(angle), np.cos(angle)], 1)
    weights = np.bincount(np.abs(sample @ units.T).argmax(1), minlength=len(steps)) / len(sample)
    total = 0
    for step, weight in zip(steps, weights):
        count = (mask != np.roll(mask, tuple(-s for s in step), tuple(range(mask.ndim)))).sum()
        total += weight * count * np.prod(spacing) / np.linalg.norm(np.array(step) * spacing)
    return float(total * (2 if mask.ndim == 3 else np.pi / 2))


rows = []
for label in (1, 2):
    inside = values[labels == label]
    mask = labels == label
    rows.append({"volume_ml": mask.sum() * np.prod(spacing) / 1000, "pixels": int(mask.sum()), "mean": inside.mean(), "std": inside.std(),
                 "min": float(inside.min()), "max": float(inside.max()), "median": float(np.median(inside)), "p5": np.percentile(inside, 5),
                 "p95": np.percentile(inside, 95), "sum": float(inside.sum()), "max_diameter_mm": max_diameter(mask, spacing),
                 "surface_mm2": crofton(mask, spacing), **dict(zip(["centroid_z", "centroid_y", "centroid_x"], ndi.center_of_mass(mask)))})
result["labels"] = {"map": pack(labels), "values": pack(values), "spacing": spacing, "rows": rows}

# Diameters, ellipsoids, forms of solids.
result["solids"] = []
z, y, x = np.mgrid[:24, :40, :44]
bean = ((z - 11) / 7) ** 2 + ((y - 18 - 0.02 * (x - 20) ** 2) / 9) ** 2 + ((x - 20) / 16) ** 2 <= 1
ball = (z - 12) ** 2 + (y - 15) ** 2 + (x - 15) ** 2 <= 81
for mask, spacing in [(bean, [1.0, 1.0, 1.0]), (bean, [1.5, 0.7, 0.9]), (ball, [1.0, 1.0, 1.0])]:
    corners = np.unique(np.concatenate([np.argwhere(mask) + c for c in itertools.product((0, 1), repeat=3)]), axis=0) * spacing
    hull = ConvexHull(corners)
    best = None
    for k in range(mask.shape[0]):
        if not mask[k].any():
            continue
        points = surface_points(mask[k], spacing[1:])
        points = points[ConvexHull(points).vertices]
        pairs = list(itertools.combinations(range(len(points)), 2))
        lengths = [np.linalg.norm(points[a] - points[b]) for a, b in pairs]
        if best is None or max(lengths) > best[1]:
            a, b = pairs[int(np.argmax(lengths))]
            polygon, along = MultiPoint(points).convex_hull, (points[b] - points[a]) / max(lengths)
            across, chord = np.array([-along[1], along[0]]), 0
            for p in points:
                line = LineString([p - 500 * across, p + 500 * across])
                chord = max(chord, polygon.intersection(line).length)
            best = (k, max(lengths), chord)
    covariance = np.cov((np.argwhere(mask) * spacing).T, bias=True)
    volume, surface, factor = mask.sum() * np.prod(spacing), crofton(mask, spacing), (18 * np.pi) ** (1 / 3)
    vertices, faces, _, _ = measure.marching_cubes(np.pad(mask, 1).astype(float), 0.5, spacing=spacing)
    result["solids"].append({
        "map": pack(mask.astype(np.uint8)), "spacing": spacing, "diameter": max_diameter(mask, spacing), "recist": best,
        "axes": (2 * np.sqrt(5 * np.linalg.eigvalsh(covariance)[::-1])).tolist(), "hullVolume": hull.volume, "hullArea": hull.area,
        "surface": surface, "meshSurface": float(measure.mesh_surface_area(vertices, faces)),
        "undulation": 1 - volume / hull.volume, "ellipticity": 1 - factor * hull.volume ** (2 / 3) / hull.area,
        "nonsphericity": 1 - factor * volume ** (2 / 3) / surface, "sphericity": np.pi ** (1 / 3) * (6 * volume) ** (2 / 3) / surface})
props = measure.regionprops(bean.astype(np.uint8))[0]
result["beanAxis"] = props.axis_major_length

# Ellipses.
result["ellipses"] = []
for a, b, angle, count, noise in [(40, 25, 0.4, 60, 0), (40, 25, -1.1, 40, 0.8), (120, 118, 2.0, 200, 1.5), (30, 6, 1.5, 30, 0.3), (12, 8, 0, 12, 0.4)]:
    t = rng.uniform(0, 2 * np.pi, count)
    points = np.stack([70 + a * np.cos(t) * np.cos(angle) - b * np.sin(t) * np.sin(angle), 55 + a * np.cos(t) * np.sin(angle) + b * np.sin(t) * np.cos(angle)], 1)
    points = np.round(points + rng.normal(0, noise, points.shape), 6)
    model = measure.EllipseModel()
    assert model.estimate(points)
    xc, yc, long, short, theta = model.params
    if long < short:
        long, short, theta = short, long, theta + np.pi / 2
    result["ellipses"].append({"points": points.ravel().tolist(), "params": [xc, yc, long, short, theta % np.pi]})

ranks = np.round(rng.random(50), 1)
result["ranks"] = {"values": ranks.tolist(), "ranks": (rankdata(ranks) / len(ranks)).tolist()}
print(json.dumps(result, default=float))
