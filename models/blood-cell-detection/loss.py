"""Task-aligned label assignment with a centre prior, and the losses."""
import torch
import torch.nn.functional as F

from net import STRIDE, centres

TOP_K = 9


def iou_matrix(a, b):
    """[n,4] x [m,4] xyxy -> [n,m]."""
    lt = torch.max(a[:, None, :2], b[None, :, :2])
    rb = torch.min(a[:, None, 2:], b[None, :, 2:])
    inter = (rb - lt).clamp(min=0).prod(2)
    area = lambda v: ((v[:, 2] - v[:, 0]) * (v[:, 3] - v[:, 1])).clamp(min=0)
    return inter / (area(a)[:, None] + area(b)[None] - inter + 1e-9)


def giou_loss(p, t):
    """1 - generalised IoU of matched boxes [n,4]."""
    inter = (torch.min(p[:, 2:], t[:, 2:]) - torch.max(p[:, :2], t[:, :2])).clamp(min=0).prod(1)
    union = (p[:, 2:] - p[:, :2]).prod(1) + (t[:, 2:] - t[:, :2]).prod(1) - inter
    hull = (torch.max(p[:, 2:], t[:, 2:]) - torch.min(p[:, :2], t[:, :2])).prod(1)
    return 1 - inter / (union + 1e-9) + (hull - union) / (hull + 1e-9)


@torch.no_grad()
def assign(scores, boxes, points, truth, labels):
    """Which truth box each location learns, and how well (quality target in 0..1).

    scores [N,C] probabilities, boxes [N,4], points [N,2]. Returns (index [N], -1 = background; quality [N]).
    """
    n, m = len(points), len(truth)
    half = (truth[:, 2:] - truth[:, :2]) / 2
    middle = (truth[:, 2:] + truth[:, :2]) / 2
    radius = ((points[None] - middle[:, None]) / half[:, None].clamp(min=STRIDE * 0.75)).norm(dim=2)  # [m,N]
    inside = radius < 0.75
    iou = iou_matrix(truth, boxes)
    metric = scores[:, labels].t().clamp(min=1e-4).sqrt() * iou.clamp(min=1e-3) ** 4 * torch.exp(-1.5 * radius ** 2)
    metric = torch.where(inside, metric, torch.zeros_like(metric))
    top, where = metric.topk(min(TOP_K, n), dim=1)
    chosen = torch.zeros_like(metric, dtype=torch.bool).scatter_(1, where, top > 0)
    rank = torch.where(chosen, iou + 1e-6 - radius * 1e-3, torch.full_like(iou, -1.0))
    best, index = rank.max(0)
    free = ~chosen.any(0)
    own = F.one_hot(index, m).t().bool() & chosen
    metric, iou = metric * own, iou * own
    quality = metric / metric.amax(1, keepdim=True).clamp(min=1e-12) * iou.amax(1, keepdim=True).clamp(min=0.05)
    quality = quality.amax(0)
    return torch.where(free, torch.full_like(index, -1), index), torch.where(free, torch.zeros_like(quality), quality)


def detection_loss(logits, dist, targets, rbc_negative=1.0):
    """targets: per image (boxes, labels, ignore flags). Returns (class loss, box loss).

    rbc_negative below 1 weakens the background loss where the network is already confident of an unlabelled
    red cell (the labels of crowded areas are incomplete).
    """
    batch, classes, h, w = logits.shape
    x, y = centres(h, w, dist)
    x, y = x.expand(1, h, w).reshape(-1), y.expand(1, h, w).reshape(-1)
    points = torch.stack([x, y], 1)
    flat = logits.flatten(2).transpose(1, 2)
    d = dist.flatten(2).transpose(1, 2)
    boxes = torch.cat([points - d[..., :2], points + d[..., 2:]], 2)
    goal, weight = torch.zeros_like(flat), torch.ones_like(flat)
    matched, wanted, quality = [], [], []
    for i, (truth, labels, ignore) in enumerate(targets):
        for box, label in zip(truth[ignore], labels[ignore]):
            hit = ((points >= box[:2]) & (points <= box[2:])).all(1)
            weight[i, hit, label] = 0
        truth, labels = truth[~ignore], labels[~ignore]
        if len(truth) == 0:
            continue
        index, q = assign(flat[i].sigmoid(), boxes[i], points, truth, labels)
        pos = index >= 0
        goal[i, pos, labels[index[pos]]] = q[pos]
        weight[i, pos, labels[index[pos]]] = 1
        matched.append(boxes[i][pos])
        wanted.append(truth[index[pos]])
        quality.append(q[pos])
    if rbc_negative < 1:
        sure = (goal[..., 0] == 0) & (goal.amax(2) == 0) & (flat[..., 0].detach() > 0)
        weight[..., 0] = torch.where(sure, weight[..., 0] * rbc_negative, weight[..., 0])
    norm = goal.sum().clamp(min=1.0)
    cls = (F.binary_cross_entropy_with_logits(flat, goal, reduction="none") * weight).sum() / norm
    if not matched:
        return cls, dist.sum() * 0
    q = torch.cat(quality)
    box = (giou_loss(torch.cat(matched), torch.cat(wanted)) * q).sum() / norm
    return cls, box
