"""A linear answer on the stages of a network learnt on other images: for sets too small, or machines too slow, to learn a network on."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from common.classification.training import batch_of


class StageClassifier(nn.Module):
    """The body of an ImageClassifier, kept as it is, and one linear map a stage; the class maps average exactly to the logits.

    trunk: the ImageClassifier; classes: {output name: number of logits}; mean, std: of the new images, by channel. Input
    [B,channels,H,W] in 0..1, its sides divisible by those of the last stage.
    """

    def __init__(self, trunk, classes, mean, std):
        super().__init__()
        self.heads_of, self.channels, self.body = dict(classes), trunk.channels, trunk.body
        widths = [layer.a[0].out_channels if hasattr(layer, "a") else layer[0].out_channels for layer in self.body]
        self.ends = [i for i, w in enumerate(widths) if i + 1 == len(widths) or widths[i + 1] != w]
        self.heads = nn.ModuleList([nn.Conv2d(widths[i], sum(classes.values()), 1) for i in self.ends])
        shape = (1, -1, 1, 1)
        self.register_buffer("mean", torch.tensor(mean, dtype=torch.float32).view(shape))
        self.register_buffer("gain", 1 / torch.tensor(std, dtype=torch.float32).view(shape))

    def stages(self, x):
        """Output of each stage, the finest first."""
        x, found = (x - self.mean) * self.gain, []
        for i, layer in enumerate(self.body):
            x = layer(x)
            if i in self.ends:
                found.append(x)
        return found

    def maps(self, x):
        """Class maps [B,logits,h,w] on the grid of the last stage."""
        found = self.stages(x)
        side = found[-1].shape[2]
        return sum(F.avg_pool2d(head(part), int(part.shape[2] // side)) for head, part in zip(self.heads, found))

    def forward(self, x):
        return self.maps(x).mean((2, 3))

    def split(self, logits):
        return dict(zip(self.heads_of, logits.split(list(self.heads_of.values()), 1)))

    def features(self, images, batch=64):
        """Means over each stage of uint8 images [N,C,H,W]: [N, widths of the stages]."""
        self.eval()
        with torch.no_grad():
            return np.concatenate([torch.cat([p.mean((2, 3)) for p in self.stages(batch_of(images, slice(i, i + batch)))], 1).numpy()
                                   for i in range(0, len(images), batch)])

    def set_linear(self, weights, shifts):
        """Makes the logits `features @ weights + shifts`; weights [features,logits]."""
        at = 0
        with torch.no_grad():
            for k, head in enumerate(self.heads):
                part = weights[at:at + head.in_channels]
                head.weight.copy_(torch.from_numpy(part.T.astype(np.float32))[:, :, None, None])
                head.bias.copy_(torch.from_numpy(np.asarray(shifts, np.float32)) if k == 0 else torch.zeros(len(shifts)))
                at += head.in_channels


def mean_head(nets):
    """One network whose linear maps are the mean of those of networks of the same body."""
    first = nets[0]
    with torch.no_grad():
        for parts in zip(*(net.heads for net in nets)):
            for name in ("weight", "bias"):
                getattr(parts[0], name).copy_(torch.stack([getattr(p, name) for p in parts]).mean(0))
    return first
