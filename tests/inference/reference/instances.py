"""Numbers for tests/domain/kernels/instances. Neither MONAI, stardist nor cellpose is run: these are independent short
scripts over scipy, scikit-image and shapely, written from the published definitions (HoVer-Net, Graham 2019, as in
MONAI's HoVerNetInstanceMapPostProcessing; StarDist, Schmidt 2018; Cellpose, Stringer 2021, version 4), on made-up maps.

Run: python3 instances.py > instances.json   (made with scipy 1.10.1, scikit-image 0.19.3, numpy 1.24.2, shapely 1.8.5)
"""
import json

import numpy as np
import scipy
import scipy.ndimage as ndi
import shapely
import skimage
from scipy.special import erf
from shapely.geometry import Polygon
from skimage import draw, morphology, segmentation

from reference_input import pack

rng = np.random.default_rng(11)


def cells(rows, columns, count, low, high, touching=True):
    """Ellipses side by side, later ones over earlier ones."""
    labels = np.zeros((rows, columns), np.int32)
    for label in range(1, count + 1):
        y, x = rng.uniform(0, rows), rng.uniform(0, columns)
        rr, cc = draw.ellipse(y, x, rng.uniform(low, high), rng.uniform(low, high), labels.shape, rng.uniform(0, np.pi))
        labels[rr, cc] = label
    return segmentation.relabel_sequential(labels)[0]


# --- HoVer-Net -------------------------------------------------------------------------------------------------------
def hover_maps(labels):
    maps = np.zeros((2,) + labels.shape)
    for label in range(1, labels.max() + 1):
        y, x = np.nonzero(labels == label)
        for channel, place in enumerate((x, y)):
            offset = place - place.mean()
            offset[offset < 0] /= max(-offset.min(), 1e-9)
            offset[offset > 0] /= max(offset.max(), 1e-9)
            maps[channel, y, x] = offset
    return maps


def sobel(size):
    difference, smooth = np.array([-1, 0, 1]) / 2, np.array([1, 2, 1]) / 4
    for _ in range((size - 3) // 2):
        difference, smooth = np.convolve(difference, [0.25, 0.5, 0.25]), np.convolve(smooth, [0.25, 0.5, 0.25])
    return difference, smooth


def without_small(labels, size):
    counts = np.bincount(labels.ravel())
    small = counts < size
    return np.where(small[labels], 0, labels)


def hover_net(nuclei, hover, threshold, size, marker_threshold=0.4, radius=2, smallest=10):
    mask = nuclei.argmax(0) if threshold is None else nuclei[-1] >= threshold
    mask = (without_small(ndi.label(mask)[0], smallest) > 0).astype(float)
    unit = lambda a: (a - a.min()) / (a.max() - a.min())
    difference, smooth = sobel(size)
    filtered = lambda a, v, h: ndi.correlate1d(ndi.correlate1d(a, v, 0, mode="mirror"), h, 1, mode="mirror")
    border = np.maximum(1 - unit(filtered(unit(hover[0]), smooth, difference)), 1 - unit(filtered(unit(hover[1]), difference, smooth)))
    border = np.maximum(border - (1 - mask), 0)
    t, x = 2 ** -0.5, np.arange(-4, 5.0)
    gauss = 0.5 * (erf(t * (x + 0.5)) - erf(t * (x - 0.5)))
    distance = (1 - border) * mask
    distance = ndi.correlate1d(ndi.correlate1d(distance, gauss, 0, mode="constant"), gauss, 1, mode="constant")
    markers = np.maximum(mask - (border >= marker_threshold), 0) > 0
    markers = ndi.binary_fill_holes(markers, np.ones((3, 3)))
    markers = morphology.opening(markers.astype(np.uint8), morphology.disk(radius))
    markers = without_small(ndi.label(markers)[0], smallest)
    return segmentation.relabel_sequential(segmentation.watershed(-distance.astype(np.float32), markers, mask=mask > 0))[0]


def quantised(array, scale):
    """Whole numbers that pack well; the test divides by the same scale."""
    return np.round(array * scale).astype(np.int16)


result = {"versions": {"scipy": scipy.__version__, "skimage": skimage.__version__, "shapely": shapely.__version__}, "hover": []}
for rows, columns, threshold, size in [(80, 100, 0.5, 21), (60, 70, None, 21), (50, 50, 0.5, 5)]:
    labels = cells(rows, columns, rows * columns // 180, 6, 11)
    inside = ndi.gaussian_filter((labels > 0).astype(float), 0.7) + rng.normal(0, 0.05, labels.shape)
    nuclei = quantised(np.stack([1 - inside, inside]), 100) / 100
    hover = quantised(hover_maps(labels) + rng.normal(0, 0.03, (2,) + labels.shape), 100) / 100
    types = np.where(rng.random(labels.shape) < 0.7, labels % 3, rng.integers(0, 4, labels.shape)).astype(np.uint8)
    found = hover_net(nuclei, hover, threshold, size)
    kinds = []
    for label in range(1, found.max() + 1):
        counts = np.bincount(types[found == label], minlength=4)
        order = np.argsort(-counts, kind="stable")
        kind = order[1] if order[0] == 0 and counts[order[1]] > 0 else order[0]
        kinds.append([int(kind), float(counts[kind] / (counts.sum() + 1e-6))])
    result["hover"].append({"threshold": threshold, "size": size, "nuclei": pack(quantised(nuclei, 100)), "hover": pack(quantised(hover, 100)),
                            "types": pack(types), "labels": pack(found.astype(np.uint8)), "kinds": kinds})


# --- StarDist --------------------------------------------------------------------------------------------------------
def star_distances(labels, rays):
    """Distance from each pixel of an object to its border along each ray."""
    out = np.zeros((rays,) + labels.shape)
    for y, x in zip(*np.nonzero(labels)):
        for k in range(rays):
            dy, dx = np.sin(2 * np.pi * k / rays), np.cos(2 * np.pi * k / rays)
            step = 0
            while True:
                step += 0.5
                yy, xx = int(round(y + step * dy)), int(round(x + step * dx))
                if not (0 <= yy < labels.shape[0] and 0 <= xx < labels.shape[1]) or labels[yy, xx] != labels[y, x]:
                    break
            out[k, y, x] = step
    return out


def star_dist(prob, dist, grid, prob_thresh, nms_thresh, border=2):
    rays = dist.shape[0]
    ok = np.zeros(prob.shape, bool)
    ok[border:-border, border:-border] = prob[border:-border, border:-border] > prob_thresh
    places = np.argwhere(ok)
    places = places[np.lexsort((-np.arange(len(places)), -prob[ok]))]
    angle = 2 * np.pi * np.arange(rays) / rays
    corners, polygons = [], []
    for y, x in places:
        d = dist[:, y, x]
        cx, cy = np.float32(x * grid[1] + d * np.cos(angle)), np.float32(y * grid[0] + d * np.sin(angle))
        corners.append((cy, cx))
        polygons.append(Polygon(np.stack([np.trunc(cx), np.trunc(cy)], 1)).buffer(0))
    kept, margin = [], np.inf
    for i, polygon in enumerate(polygons):
        worst = 0
        for j in kept:
            overlap = polygons[j].intersection(polygon).area / (min(polygons[j].area, polygon.area) + 1e-10)
            margin = min(margin, abs(overlap - nms_thresh))
            worst = max(worst, overlap)
        if worst <= nms_thresh:
            kept.append(i)
    labels = np.zeros(np.array(prob.shape) * grid, np.uint8)
    for rank, i in reversed(list(enumerate(kept))):
        rr, cc = draw.polygon(*corners[i], labels.shape)
        labels[rr, cc] = rank + 1
    return [places[i].tolist() for i in kept], labels, margin


result["stars"] = []
for rows, columns, rays, grid, nms_thresh in [(48, 56, 32, (1, 1), 0.4), (36, 44, 16, (2, 2), 0.3)]:
    labels = cells(rows, columns, rows * columns // 130, 5, 9)
    dist = star_distances(labels, rays)
    prob = ndi.distance_transform_edt(np.where(segmentation.find_boundaries(labels), 0, labels))
    prob = np.clip(prob / 6 + rng.normal(0, 0.05, prob.shape), 0, 1)
    dist = np.maximum(dist * grid[0] + rng.normal(0, 0.4, dist.shape), 0.3)
    prob, dist = quantised(prob, 200) / 200, quantised(dist, 20) / 20
    dist[:, prob <= 0.45] = 0  # never read
    # Off by a little, lest corners fall on pixel centres: scikit-image takes what lies on an edge, an even-odd scan half of it.
    places, drawn, margin = star_dist(prob, dist + 0.0137, grid, 0.45, nms_thresh)
    result["stars"].append({"rays": rays, "grid": grid, "nms": nms_thresh, "prob": pack(quantised(prob, 200)), "dist": pack(quantised(dist, 20)),
                            "places": places, "labels": pack(drawn), "margin": margin})

result["overlaps"] = []
for _ in range(60):
    pair = []
    for _ in range(2):
        count = rng.integers(3, 20)
        radius, centre = rng.uniform(2, 12, count), rng.uniform(0, 12, 2)
        angle = 2 * np.pi * np.arange(count) / count
        pair.append(np.round(np.stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)], 1), rng.integers(0, 3)))
    shapes = [Polygon(p) for p in pair]
    if all(shape.is_valid for shape in shapes):
        result["overlaps"].append({"a": pair[0].ravel().tolist(), "b": pair[1].ravel().tolist(), "area": shapes[0].intersection(shapes[1]).area})


# --- Cellpose --------------------------------------------------------------------------------------------------------
def heat_flows(labels):
    rows, columns = labels.shape
    wide = np.pad(labels, 1)
    y, x = np.nonzero(wide)
    around = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]
    same = np.stack([wide[y + dy, x + dx] == wide[y, x] for dy, dx in around])
    heat = np.zeros(wide.shape)
    centres, extent = [], []
    for label in range(1, labels.max() + 1):
        yy, xx = np.nonzero(wide == label)
        if len(yy) == 0:
            continue
        cy, cx = int(np.round((yy - yy.min()).mean())) + yy.min(), int(np.round((xx - xx.min()).mean())) + xx.min()
        if wide[cy, cx] != label:
            nearest = ((xx - cx) ** 2 + (yy - cy) ** 2).argmin()
            cy, cx = yy[nearest], xx[nearest]
        centres.append((cy, cx))
        extent.append(np.ptp(yy) + np.ptp(xx) + 4)
    centres = np.array(centres)
    for _ in range(2 * max(extent)):
        heat[centres[:, 0], centres[:, 1]] += 1
        heat[y, x] = np.stack([heat[y + dy, x + dx] for dy, dx in around]).__mul__(same).sum(0) / 9
    flow = np.stack([heat[y + 1, x] - heat[y - 1, x], heat[y, x + 1] - heat[y, x - 1]])
    flow /= 1e-60 + np.sqrt((flow ** 2).sum(0))
    out = np.zeros((2, rows, columns))
    out[:, y - 1, x - 1] = flow
    return out


def renumber(labels):
    values, first = np.unique(labels[labels > 0], return_index=True)
    table = np.zeros(labels.max() + 1, int)
    table[values[np.argsort(first)]] = np.arange(1, len(values) + 1)
    return table[labels]


def cellpose(flows, prob, niter=200, flow_threshold=0.4, smallest=15):
    rows, columns = prob.shape
    inside = prob > 0
    y, x = [a.astype(float) for a in np.nonzero(inside)]
    field = flows * inside / 5
    for _ in range(niter):
        at = np.stack([y * rows / (rows - 1) - 0.5, x * columns / (columns - 1) - 0.5])
        dy, dx = [ndi.map_coordinates(np.pad(f, 1), at + 1, order=1, mode="constant") for f in field]
        y, x = np.clip(y + dy, 0, rows - 1), np.clip(x + dx, 0, columns - 1)
    ends = np.stack([y, x]).astype(int) + 20
    counts = np.zeros((rows + 40, columns + 40), int)
    np.add.at(counts, tuple(ends), 1)
    seeds = np.argwhere((counts == ndi.maximum_filter(counts, 5)) & (counts > 10))
    seeds = seeds[np.argsort(counts[tuple(seeds.T)], kind="stable")]
    owner = np.zeros(counts.shape, int)
    for k, (sy, sx) in enumerate(seeds):
        grown = np.zeros(counts.shape, bool)
        grown[sy, sx] = True
        for _ in range(5):
            grown = ndi.binary_dilation(grown, np.ones((3, 3))) & (counts > 2)
        owner[grown] = k + 1
    labels = np.zeros(prob.shape, int)
    labels[inside] = owner[tuple(ends)]
    sizes = np.bincount(labels.ravel())
    labels = renumber(np.where((sizes > 0.4 * labels.size)[labels], 0, labels))
    before = labels.copy()
    own = heat_flows(labels)
    errors = sum(ndi.mean((own[c] - flows[c] / 5) ** 2, labels, np.arange(1, labels.max() + 1)) for c in range(2))
    labels = np.where(np.concatenate([[False], errors > flow_threshold])[labels], 0, labels)
    labels = renumber(without_small(labels, smallest))
    for label in range(1, labels.max() + 1):
        labels[ndi.binary_fill_holes(labels == label)] = label
    return before, errors, renumber(without_small(labels, smallest))


result["cellpose"] = []
for rows, columns, noise in [(60, 70, 0.3), (64, 56, 0.8)]:
    labels = cells(rows, columns, rows * columns // 220, 5, 11)
    inside = labels > 0
    flows = 5 * heat_flows(labels) + rng.normal(0, noise, (2, rows, columns))
    scramble = ndi.gaussian_filter(rng.standard_normal((rows, columns)), 5) > 0.08
    flows[:, scramble] = ndi.gaussian_filter(rng.normal(0, 14, (2, rows, columns)), (0, 2, 2))[:, scramble]
    prob = quantised(np.where(inside, 3, -3) + rng.normal(0, 1.2, inside.shape), 40) / 40
    flows = quantised(flows, 40) / 40
    before, errors, final = cellpose(flows, prob)
    result["cellpose"].append({"flows": pack(quantised(flows, 40)), "prob": pack(quantised(prob, 40)), "sinks": pack(before.astype(np.uint8)),
                               "errors": errors.tolist(), "labels": pack(final.astype(np.uint8))})
print(json.dumps(result))
