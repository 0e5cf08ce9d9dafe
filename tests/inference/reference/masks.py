"""Numbers of scipy.ndimage and scikit-image for tests/domain/kernels/masks. MONAI's label transforms are short scripts
over the same functions, written from its documentation.

Run: python3 masks.py > masks.json   (made with scipy 1.10.1, scikit-image 0.19.3, numpy 1.24.2)
"""
import json

import numpy as np
import scipy
import scipy.ndimage as ndi
import skimage
from skimage import feature, measure, morphology, segmentation

from reference_input import pack

rng = np.random.default_rng(5)


def blobs(shape, sigma, level):
    noise = ndi.gaussian_filter(rng.standard_normal(shape), sigma)
    return noise > np.quantile(noise, level)


def label_map(shape, sigma):
    noise = ndi.gaussian_filter(rng.standard_normal(shape), sigma)
    return np.digitize(noise, np.quantile(noise, [0.55, 0.75, 0.9])).astype(np.uint8)


def largest(mask, hops, count=1):
    components, found = measure.label(mask, connectivity=hops, return_num=True)
    if found <= count:
        return mask
    order = np.argsort(np.bincount(components[components > 0]), kind="stable")[::-1][:count]
    return np.isin(components, order)


def keep_largest(labels, applied, independent, hops, count):
    out = labels.copy()
    if independent:
        for value in applied:
            mask = labels == value
            out[mask & ~largest(mask, hops, count)] = 0
    else:
        mask = np.isin(labels, applied)
        out[mask & ~largest(mask, hops, count)] = 0
    return out


def remove_small(labels, size, hops):
    out = labels.copy()
    for value in np.unique(labels)[1:]:
        mask = labels == value
        out[mask & ~morphology.remove_small_objects(mask, size, hops)] = 0
    return out


def fill(labels, hops):
    out = labels.copy()
    for value in np.unique(labels)[1:]:
        out[ndi.binary_fill_holes(out == value, ndi.generate_binary_structure(labels.ndim, hops))] = value
    return out


result = {"scipy": scipy.__version__, "skimage": skimage.__version__, "numpy": np.__version__}
planes = [blobs((41, 57), 1.0, 0.55), blobs((64, 48), 2.5, 0.5), rng.random((30, 33)) > 0.5]
volumes = [blobs((17, 23, 29), 1.0, 0.6), rng.random((9, 14, 11)) > 0.7]
maps = [label_map((47, 62), 1.2), label_map((13, 20, 24), 1.0)]

result["components"] = []
for mask in planes[1:] + volumes:
    for hops in range(1, mask.ndim + 1):
        binary = ndi.label(mask, ndi.generate_binary_structure(mask.ndim, hops))[0]
        result["components"].append({"map": pack(mask.astype(np.uint8)), "hops": hops, "byValue": False, "labels": pack(binary.astype(np.uint16))})
for labels in maps:
    for hops in range(1, labels.ndim + 1):
        result["components"].append({"map": pack(labels), "hops": hops, "byValue": True,
                                     "labels": pack(measure.label(labels, connectivity=hops).astype(np.uint16))})

result["cleanup"] = []
for labels in maps:
    for hops in range(1, labels.ndim + 1):
        result["cleanup"].append({
            "map": pack(labels), "hops": hops,
            "largest": pack(keep_largest(labels, [1, 2, 3], True, hops, 1)),
            "largestTwoOf": pack(keep_largest(labels, [1, 3], True, hops, 2)),
            "largestUnion": pack(keep_largest(labels, [2, 3], False, hops, 1)),
            "small": pack(remove_small(labels, 12, hops)), "filled": pack(fill(labels, hops))})

result["distances"] = []
for mask, spacing in [(planes[0], (1, 1)), (planes[1], (0.7, 1.3)), (volumes[0], (2.5, 0.8, 0.6)), (volumes[1], (1, 1, 1))]:
    result["distances"].append({"map": pack(mask.astype(np.uint8)), "spacing": spacing,
                                "distance": pack(ndi.distance_transform_edt(mask, sampling=spacing).astype(np.float32))})

result["morphology"] = []
for mask in [planes[1], volumes[0]]:
    flat = mask.ndim == 2
    prints = {"ball": [morphology.disk, morphology.ball], "cross": [morphology.diamond, morphology.octahedron],
              "box": [lambda r: np.ones((2 * r + 1,) * 2, np.uint8), lambda r: np.ones((2 * r + 1,) * 3, np.uint8)]}
    for name, makers in prints.items():
        for radius in (1, 2, 3):
            element = makers[0 if flat else 1](radius)
            functions = {"erode": morphology.binary_erosion, "dilate": morphology.binary_dilation,
                         "open": morphology.binary_opening, "close": morphology.binary_closing}
            for operation, function in functions.items():
                result["morphology"].append({"case": 0 if flat else 1, "footprint": name, "radius": radius, "operation": operation,
                                             "sum": int(function(mask, element).sum()), "mask": pack(np.packbits(function(mask, element)))})
result["morphologyMaps"] = [pack(planes[1].astype(np.uint8)), pack(volumes[0].astype(np.uint8))]

result["watershed"] = []
for shape, hops, kind in [((42, 50), 1, "float"), ((42, 50), 2, "float"), ((44, 39), 1, "plateau"), ((44, 39), 2, "plateau"), ((11, 15, 17), 1, "float"), ((11, 15, 17), 3, "float"), ((11, 15, 17), 1, "plateau")]:
    image = ndi.gaussian_filter(rng.standard_normal(shape), 1.5)
    if kind == "plateau":
        image = np.round(image * 6)
    image = np.round(image * 4096)
    markers = np.zeros(shape, np.uint8)
    spots = rng.choice(image.size, 25, replace=False)
    markers.ravel()[spots] = np.arange(1, 26)
    mask = ndi.gaussian_filter(rng.standard_normal(shape), 2) > -0.15
    case = {"image": pack(image.astype(np.int16)), "markers": pack(markers), "mask": pack(mask.astype(np.uint8)), "hops": hops, "kind": kind,
            "basins": pack(segmentation.watershed(image, markers, hops, mask=mask).astype(np.uint8)),
            "lines": pack(segmentation.watershed(image, markers, hops, mask=mask, watershed_line=True).astype(np.uint8))}
    if len(shape) == 2:
        case["compact"] = pack(segmentation.watershed(image, markers, hops, mask=mask, compactness=200).astype(np.uint8))
    result["watershed"].append(case)

result["peaks"] = []
for shape in [(40, 55), (12, 18, 16)]:
    image = np.round(ndi.gaussian_filter(rng.random(shape), 1.2) * 30000)
    case = {"image": pack(image.astype(np.int16)), "found": []}
    result["peaks"].append(case)
    for options in [{"min_distance": 1}, {"min_distance": 3, "exclude_border": 1}, {"min_distance": 2, "threshold_rel": 0.9}, {"min_distance": 2, "exclude_border": 0, "num_peaks": 5}]:
        peaks = feature.peak_local_max(image, **options)
        case["found"].append({"options": options, "peaks": np.ravel_multi_index(peaks.T, shape).tolist()})

result["skeletons"] = []
for mask in planes + [blobs((70, 80), 4, 0.5)]:
    result["skeletons"].append({"map": pack(mask.astype(np.uint8)), "zhang": pack(morphology.skeletonize(mask).astype(np.uint8)),
                                "lee": pack((morphology.skeletonize_3d(mask) > 0).astype(np.uint8))})
for mask in volumes + [blobs((20, 26, 24), 2.5, 0.5)]:
    result["skeletons"].append({"map": pack(mask.astype(np.uint8)), "lee": pack((morphology.skeletonize_3d(mask) > 0).astype(np.uint8))})
print(json.dumps(result))
