"""The network: a U-Net at half size with a probability and 32 distances for every second pixel."""
import torch
from torch import nn
import torch.nn.functional as F

from segmentation.unet import ConvUnit, UNet
from stars import RAYS

WIDTHS = (24, 40, 64, 80, 80)
UNIT_PIXELS = 8.0


class StarNet(UNet):
    """[n,3,h,w] to (logit [n,1,h/2,w/2], distances [n,32,h/2,w/2] in pixels, above 0)."""

    def __init__(self):
        super().__init__(2, 3, 1, WIDTHS, shuffle=True)
        self.head = nn.Sequential(ConvUnit(2, WIDTHS[0], 64), nn.Conv2d(64, 1 + RAYS, 1))

    def forward(self, x):
        out = self.head(self.features(x)[0])
        return out[:, :1], (F.elu(out[:, 1:]) + 1) * UNIT_PIXELS


class Packaged(nn.Module):
    """What the package holds: probability [n,1,h/2,w/2] and distances [n,32,h/2,w/2]."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        logit, distances = self.net(image)
        return torch.sigmoid(logit), distances
