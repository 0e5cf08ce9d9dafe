"""U-Net of two or three dimensions whose graph exports to plain ONNX: Conv, ReLU, Resize (nearest), DepthToSpace."""
import torch
from torch import nn


class ConvUnit(nn.Sequential):
    """Convolution (side 3 unless told), batch normalisation, ReLU; the pair folds into one Conv at export."""

    def __init__(self, dims, channels_in, channels_out, stride=1, kernel=3):
        conv, norm = (nn.Conv2d, nn.BatchNorm2d) if dims == 2 else (nn.Conv3d, nn.BatchNorm3d)
        super().__init__(
            conv(channels_in, channels_out, kernel, stride, kernel // 2, bias=False), norm(channels_out), nn.ReLU(True))


class Decoder(nn.Module):
    """Narrows the deeper map, doubles it by nearest neighbour, joins the skip map, then two units."""

    def __init__(self, dims, deep, skip, units):
        super().__init__()
        self.narrow = ConvUnit(dims, deep, skip, kernel=1)
        self.enlarge = nn.Upsample(scale_factor=2, mode="nearest")
        self.units = nn.Sequential(*[ConvUnit(dims, 2 * skip if i == 0 else skip, skip) for i in range(units)])

    def forward(self, deep, skip):
        return self.units(torch.cat([self.enlarge(self.narrow(deep)), skip], 1))


class UNet(nn.Module):
    """Image [n, channels, space...] to logits [n, classes, space...]; every side a multiple of `divisor`.

    With `shuffle` (two dimensions) all work is done at half size: the stem strides by 2 and the head gives four
    sub-pixel maps a class that DepthToSpace interleaves, which costs a quarter and keeps thin structures.
    With `presence` the map is lowered by a pooled whole-image logit where that one is negative: one image without
    the structure then gives an empty map although single places resemble it. units: convolutions of each level.
    """

    def __init__(self, dims, channels, classes, widths, units=2, shuffle=False, presence=False):
        super().__init__()
        units = [units] * len(widths) if isinstance(units, int) else units
        self.shuffle = shuffle
        self.divisor = 2 ** (len(widths) - 1 + int(shuffle))
        if shuffle:
            self.stem = ConvUnit(dims, channels, widths[0], stride=2, kernel=5)
        else:
            self.stem = ConvUnit(dims, channels, widths[0])
        self.first = nn.Sequential(*[ConvUnit(dims, widths[0], widths[0]) for _ in range(units[0] - 1)])
        self.encoders = nn.ModuleList(
            nn.Sequential(ConvUnit(dims, a, b, stride=2), *[ConvUnit(dims, b, b) for _ in range(u - 1)])
            for a, b, u in zip(widths[:-1], widths[1:], units[1:]))
        self.decoders = nn.ModuleList(
            Decoder(dims, b, a, u) for a, b, u in reversed(list(zip(widths[:-1], widths[1:], units))))
        conv = nn.Conv2d if dims == 2 else nn.Conv3d
        self.head = conv(widths[0], classes * (4 if shuffle else 1), 3 if shuffle else 1, padding=1 if shuffle else 0)
        self.interleave = nn.PixelShuffle(2) if shuffle else nn.Identity()
        self.presence = nn.Sequential(nn.Linear(2 * widths[-1], 32), nn.ReLU(True), nn.Linear(32, 1)) if presence else None

    def features(self, x):
        """(map before the head, deepest map)."""
        x = self.first(self.stem(x))
        skips = [x]
        for encode in self.encoders:
            skips.append(encode(skips[-1]))
        deep = x = skips.pop()
        for decode in self.decoders:
            x = decode(x, skips.pop())
        return x, deep

    def forward(self, x):
        x, deep = self.features(x)
        logits = self.interleave(self.head(x))
        if self.presence is None:
            return logits
        pooled = torch.cat([deep.mean((2, 3)), deep.amax((2, 3))], 1)
        seen = self.presence(pooled)
        logits = logits + 2 * seen.clamp(max=0)[:, :, None, None]
        return (logits, seen[:, 0]) if self.training else logits


class Mirrored(nn.Module):
    """Logits [1,classes,h,w] of a picture: the mean of the network's own and of those of the picture mirrored left-right."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        own, mirrored = self.net(torch.cat([x, x.flip(3)])).split(1)
        return (own + mirrored.flip(3)) / 2


def fold(net):
    """Folds every batch normalisation into the convolution before it, in place; the network must be in eval mode."""
    for unit in net.modules():
        if isinstance(unit, ConvUnit) and not isinstance(unit[1], nn.Identity):
            unit[0] = torch.nn.utils.fuse_conv_bn_eval(unit[0], unit[1])
            unit[1] = nn.Identity()
    return net
