"""Anchor-free single-level detector: residual backbone, FPN neck down to stride 8, class and box branches."""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F

STRIDE = 8
BASE = 32.0  # a raw box distance of 0 means this many pixels
MEAN = (0.66, 0.64, 0.71)
STD = (0.25, 0.25, 0.20)


def conv(cin, cout, k=3, stride=1, groups=1, act=True):
    layers = [nn.Conv2d(cin, cout, k, stride, k // 2, groups=groups, bias=False), nn.BatchNorm2d(cout)]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if act else nn.Sequential(*layers)


class Block(nn.Module):
    """Residual block of two 3x3 convolutions."""

    def __init__(self, c):
        super().__init__()
        self.a, self.b = conv(c, c), conv(c, c, act=False)

    def forward(self, x):
        return F.relu(x + self.b(self.a(x)))


class WideBlock(nn.Module):
    """Residual block of depthwise 5x5 and pointwise convolutions, for context at stride 32."""

    def __init__(self, c):
        super().__init__()
        self.f = nn.Sequential(conv(c, c, 5, groups=c), conv(c, c, 1), conv(c, c, 5, groups=c), conv(c, c, 1, act=False))

    def forward(self, x):
        return F.relu(x + self.f(x))


class Detector(nn.Module):
    def __init__(self, labels=3, c2=40, c3=88, c4=128, c5=160, head=88):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 32, 3, 2), conv(32, c2, 3, 2), Block(c2))
        self.s8 = nn.Sequential(conv(c2, c3, 3, 2), Block(c3), Block(c3))
        self.s16 = nn.Sequential(conv(c3, c4, 3, 2), Block(c4), Block(c4))
        self.s32 = nn.Sequential(conv(c4, c4, 3, 2, groups=c4), conv(c4, c5, 1), WideBlock(c5), WideBlock(c5))
        self.l5, self.l4, self.l3 = conv(c5, head, 1, act=False), conv(c4, head, 1, act=False), conv(c3, head, 1, act=False)
        self.f4, self.f3 = conv(head, head), conv(head, head)
        self.cls, self.reg = conv(head, head), conv(head, head)
        self.score, self.box = nn.Conv2d(head, labels, 1), nn.Conv2d(head, 4, 1)
        nn.init.constant_(self.score.bias, -4.0)
        nn.init.normal_(self.score.weight, std=0.01)
        nn.init.normal_(self.box.weight, std=0.01)
        nn.init.zeros_(self.box.bias)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("gain", 1 / torch.tensor(STD).view(1, 3, 1, 1))

    def forward(self, x):
        """[B,3,H,W] in 0..1 -> class logits [B,C,h,w], distances (left, top, right, bottom) in pixels [B,4,h,w]."""
        x = (x - self.mean) * self.gain
        c3 = self.s8(self.stem(x))
        c4 = self.s16(c3)
        c5 = self.s32(c4)
        p4 = self.f4(F.relu(self.l4(c4) + F.interpolate(self.l5(c5), scale_factor=2.0, mode="nearest")))
        p3 = self.f3(F.relu(self.l3(c3) + F.interpolate(p4, scale_factor=2.0, mode="nearest")))
        return self.score(self.cls(p3)), torch.exp(self.box(self.reg(p3)).clamp(-5.0, 3.0)) * BASE


def centres(h, w, like):
    """Pixel coordinates of the cell centres: x [1,1,w], y [1,h,1]."""
    x = (torch.arange(w, device=like.device).to(like.dtype) + 0.5) * STRIDE
    y = (torch.arange(h, device=like.device).to(like.dtype) + 0.5) * STRIDE
    return x.view(1, 1, -1), y.view(1, -1, 1)


class Packaged(nn.Module):
    """Network of the package: image -> detections [B,4+C,N], everything decoded inside."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        logits, d = self.net(image)
        x, y = centres(logits.shape[2], logits.shape[3], d)
        left, top, right, bottom = d[:, 0], d[:, 1], d[:, 2], d[:, 3]
        boxes = torch.stack([x + (right - left) * 0.5, y + (bottom - top) * 0.5, left + right, top + bottom], 1)
        return torch.cat([boxes, torch.sigmoid(logits)], 1).flatten(2)


def fold(net):
    """A copy for inference in double, its batch normalisations folded into the convolutions."""
    net = copy.deepcopy(net).double().eval()
    for seq in [m for m in net.modules() if isinstance(m, nn.Sequential)]:
        if len(seq) >= 2 and isinstance(seq[0], nn.Conv2d) and isinstance(seq[1], nn.BatchNorm2d):
            seq[0] = torch.nn.utils.fusion.fuse_conv_bn_eval(seq[0], seq[1])
            seq[1] = nn.Identity()
    return net


def gflop(net, h, w):
    """Multiply-adds times two of the convolutions, in 1e9."""
    total, hooks = [0], []
    for m in net.modules():
        if isinstance(m, nn.Conv2d):
            hooks.append(m.register_forward_hook(lambda m, i, o: total.__setitem__(
                0, total[0] + 2 * m.weight.numel() * o.shape[2] * o.shape[3])))
    p = next(net.parameters())
    with torch.no_grad():
        net(torch.zeros(1, 3, h, w, dtype=p.dtype))
    for hook in hooks:
        hook.remove()
    return total[0] / 1e9
