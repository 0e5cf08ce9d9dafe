"""Overlap: the loss for training (cross-entropy + soft Dice) and the measure (Dice by case) of label maps."""
import torch
import torch.nn.functional as F


def binary_loss(logits, target, weight=None, each=False):
    """Cross-entropy + soft Dice; logits and target [n,1,space...], weight of each place or None.

    Dice is taken over the whole batch, or with `each` image by image, so that a small structure counts like a large one.
    """
    axes = tuple(range(int(each), logits.ndim))
    weight = torch.ones_like(target) if weight is None else weight
    entropy = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum() / weight.sum().clamp(min=1)
    p = torch.sigmoid(logits) * weight
    t = target * weight
    return entropy + (1 - (2 * (p * t).sum(axes) + 1) / (p.sum(axes) + t.sum(axes) + 1)).mean()


def label_loss(logits, target, weight=None):
    """Cross-entropy + mean soft Dice of the labels but the background; target int64 [n,space...], -1 is ignored."""
    known = (target >= 0).to(logits.dtype)
    entropy = F.cross_entropy(logits, target, ignore_index=-1, weight=weight)
    p = torch.softmax(logits, 1) * known[:, None]
    dice = 0.0
    for label in range(1, logits.shape[1]):
        t = (target == label).to(logits.dtype)
        dice = dice + 1 - (2 * (p[:, label] * t).sum() + 1) / (p[:, label].sum() + t.sum() + 1)
    return entropy + dice / (logits.shape[1] - 1)


def dice(found, truth):
    """Dice of two boolean arrays; two empty ones agree (1)."""
    total = int(found.sum()) + int(truth.sum())
    return 1.0 if total == 0 else 2.0 * int((found & truth).sum()) / total
