"""Compact residual image classifier, trained from scratch, whose class maps average exactly to its logits."""
import copy

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv(cin, cout, k=3, stride=1, act=True):
    layers = [nn.Conv2d(cin, cout, k, stride, k // 2, bias=False), nn.BatchNorm2d(cout)]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if act else nn.Sequential(*layers)


class Gate(nn.Module):
    """Squeeze and excitation: each channel is scaled by a function of all channel means."""

    def __init__(self, c):
        super().__init__()
        self.down, self.up = nn.Conv2d(c, c // 4, 1), nn.Conv2d(c // 4, c, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.up(F.relu(self.down(x.mean((2, 3), keepdim=True)))))


class Block(nn.Module):
    """Residual block of two 3x3 convolutions, gated; a stride above 1 averages the short cut first."""

    def __init__(self, cin, cout, stride=1):
        super().__init__()
        self.a, self.b, self.gate = conv(cin, cout, 3, stride), conv(cout, cout, act=False), Gate(cout)
        self.short = nn.Identity() if cin == cout and stride == 1 else nn.Sequential(
            nn.AvgPool2d(stride) if stride > 1 else nn.Identity(), conv(cin, cout, 1, act=False))

    def forward(self, x):
        return F.relu(self.short(x) + self.gate(self.b(self.a(x))))


class ImageClassifier(nn.Module):
    """heads: {output name: number of logits}. Input [B,channels,H,W] in 0..1; mean and std belong to the network."""

    def __init__(self, heads, channels=3, stem=(16, 5), widths=(32, 64, 112), depths=(1, 2, 2), strides=(2, 2, 2),
                 mean=(0.5,), std=(0.25,), dropout=0.3):
        """stem: width and kernel of the first convolution (stride 2); then stages of blocks."""
        super().__init__()
        self.heads_of, self.channels = dict(heads), channels
        layers, cin = [conv(channels, *stem, 2)], stem[0]
        for c, n, stride in zip(widths, depths, strides):
            for i in range(n):
                layers.append(Block(cin, c, stride if i == 0 else 1))
                cin = c
        self.body, self.drop = nn.Sequential(*layers), nn.Dropout(dropout)
        self.head = nn.Conv2d(cin, sum(self.heads_of.values()), 1)
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.zeros_(self.head.bias)
        shape = (1, -1, 1, 1)
        self.register_buffer("mean", torch.tensor(mean, dtype=torch.float32).view(shape))
        self.register_buffer("gain", 1 / torch.tensor(std, dtype=torch.float32).view(shape))

    def maps(self, x):
        """Class maps [B,logits,h,w]: the evidence of every place."""
        return self.head(self.body((x - self.mean) * self.gain))

    def forward(self, x):
        """Logits of all heads side by side [B,logits]."""
        pooled = self.body((x - self.mean) * self.gain).mean((2, 3), keepdim=True)
        return self.head(self.drop(pooled)).flatten(1)

    def split(self, logits):
        """{head: logits of the head}."""
        return dict(zip(self.heads_of, logits.split(list(self.heads_of.values()), 1)))


class Packaged(nn.Module):
    """What the ONNX file holds: the mean logits of one or several networks over mirrored views of the image.

    Outputs: one per head [1,classes], then `cam` [1,1,h,w]: where the evidence of the first head's decision lies. It is the
    class map of the decided class (of two classes: of the second) less the mean of all; its mean over the places is the
    class's logit less the mean logit.
    """

    def __init__(self, nets, views=((),), slope=None, shift=None):
        """views: the axes over which the image is mirrored, e.g. (), (3,), (2, 3). slope, shift: calibration of each logit
        of all heads side by side."""
        super().__init__()
        self.nets, self.views = nn.ModuleList(nets), views
        count = sum(nets[0].heads_of.values())
        self.register_buffer("slope", torch.as_tensor(np.ones(count) if slope is None else slope, dtype=torch.float32).view(1, -1, 1, 1))
        self.register_buffer("shift", torch.as_tensor(np.zeros(count) if shift is None else shift, dtype=torch.float32).view(1, -1, 1, 1))

    def forward(self, image):
        total = 0.0
        for view in self.views:
            x = torch.flip(image, view) if view else image
            maps = sum(net.maps(x) for net in self.nets)
            total = total + (torch.flip(maps, view) if view else maps)
        maps = total * (self.slope / (len(self.nets) * len(self.views))) + self.shift
        parts = list(self.nets[0].split(maps).values())
        first = parts[0]
        if first.shape[1] == 2:
            decided = first[:, 1:2]
        else:
            best = first.mean((2, 3)).argmax(1)
            decided = torch.index_select(first, 1, best)
        return tuple(p.mean((2, 3)) for p in parts) + (decided - first.mean(1, keepdim=True),)


def fold(net):
    """A copy for inference in double, its batch normalisations folded into the convolutions."""
    net = copy.deepcopy(net).double().eval()
    for seq in [m for m in net.modules() if isinstance(m, nn.Sequential)]:
        if len(seq) >= 2 and isinstance(seq[0], nn.Conv2d) and isinstance(seq[1], nn.BatchNorm2d):
            seq[0] = torch.nn.utils.fusion.fuse_conv_bn_eval(seq[0], seq[1])
            seq[1] = nn.Identity()
    return net


def shipped(net):
    """The network as the package holds it: folded, its convolution weights on 255 levels per output channel (int8)."""
    net = fold(net)
    with torch.no_grad():
        for conv_layer in [m for m in net.modules() if isinstance(m, nn.Conv2d)]:
            w = conv_layer.weight
            step = (w.abs().amax((1, 2, 3), keepdim=True) / 127).clamp(min=1e-12)
            w.copy_((w / step).round() * step)
    return net.float().eval()


def gflop(net, h, w):
    """Multiply-adds times two of the convolutions on one image, in 1e9."""
    total, hooks = [0], []
    for m in net.modules():
        if isinstance(m, nn.Conv2d):
            hooks.append(m.register_forward_hook(lambda m, i, o: total.__setitem__(
                0, total[0] + 2 * m.weight.numel() * o.shape[2] * o.shape[3])))
    p = next(net.parameters())
    with torch.no_grad():
        net(torch.zeros(1, net.channels, h, w, dtype=p.dtype))
    for hook in hooks:
        hook.remove()
    return total[0] / 1e9

