"""Numbers of scikit-image and scipy for tests/domain/kernels/checks.

Run: python3 checks.py > checks.json   (made with scipy 1.10.1, scikit-image 0.19.3, numpy 1.24.2)
"""
import json

import numpy as np
import scipy
import scipy.ndimage as ndi
import skimage
from scipy.spatial import distance
from skimage import color, filters, morphology

from reference_input import pack

rng = np.random.default_rng(17)


result = {"scipy": scipy.__version__, "skimage": skimage.__version__}

# A slide's overview: white glass with noise, pink tissue, a hole in it, a speck.
rows, columns = 90, 110
y, x = np.mgrid[:rows, :columns]
tissue = ((y - 45) / 30) ** 2 + ((x - 50) / 38) ** 2 + 0.3 * ndi.gaussian_filter(rng.standard_normal((rows, columns)), 4) * 6 < 1
tissue &= (y - 45) ** 2 + (x - 55) ** 2 > 60
tissue |= (y - 8) ** 2 + (x - 100) ** 2 < 5
rgb = np.where(tissue[..., None], [200, 120, 170], [238, 237, 240]) + rng.normal(0, 4, (rows, columns, 3))
rgb = np.clip(np.round(rgb / 2) * 2, 0, 255).astype(np.uint8)
saturation = np.round(255 * color.rgb2hsv(rgb)[..., 1]).astype(np.uint8)
threshold = int(filters.threshold_otsu(saturation))
mask = morphology.binary_opening(morphology.binary_closing(saturation > threshold, morphology.disk(2)), morphology.disk(2))
mask = morphology.remove_small_objects(ndi.binary_fill_holes(mask), 64, 2)
result["tissue"] = {"rgb": pack(rgb.transpose(2, 0, 1)), "threshold": threshold, "mask": pack(mask.astype(np.uint8))}

result["otsu"] = []
for values in [rng.integers(0, 256, 500), np.concatenate([rng.normal(60, 10, 300), rng.normal(150, 20, 200)]).round(), np.array([3, 3, 3, 9])]:
    values = np.clip(values, 0, 255).astype(np.uint8)
    result["otsu"].append({"values": values.tolist(), "threshold": int(filters.threshold_otsu(values))})

image = np.round(ndi.gaussian_filter(rng.random((37, 52)), 1) * 255).astype(np.uint8)
kernel = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], float)
response = ndi.correlate(image.astype(float), kernel, mode="mirror")
result["blur"] = {"image": pack(image), "variance": response.var()}

p, q = rng.random(12), rng.random(12)
p[3] = q[5] = q[3] = 0
values = np.round(rng.normal(5, 2, 200), 2)
result["histograms"] = {"p": p.tolist(), "q": q.tolist(), "distance": distance.jensenshannon(p, q, 2), "values": values.tolist(),
                        "histogram": (np.histogram(values, 8, (0, 10))[0] / ((values >= 0) & (values <= 10)).sum()).tolist()}

samples = rng.normal(0, 1, (60, 6)) @ rng.normal(0, 1, (6, 6)) + 3
mean, covariance, vector = samples.mean(0), np.cov(samples.T), rng.normal(4, 2, 6)
result["mahalanobis"] = {"mean": mean.tolist(), "covariance": covariance.ravel().tolist(), "vector": vector.tolist(),
                         "distance": distance.mahalanobis(vector, mean, np.linalg.inv(covariance))}
print(json.dumps(result))
