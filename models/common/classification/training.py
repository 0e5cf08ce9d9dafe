"""Seeded training of an image classifier on arrays held in memory: AdamW, cosine, moving average, resume."""
import math
import time
from copy import deepcopy

import torch


def batch_of(images, indices):
    """uint8 [N,C,H,W] rows as float in 0..1."""
    return images[indices].float() * (1 / 255)


def predict(net, images, indices, batch=64):
    """Logits of the chosen images, in evaluation mode."""
    net.eval()
    with torch.no_grad():
        return torch.cat([net(batch_of(images, indices[i:i + batch]).contiguous(memory_format=torch.channels_last))
                          for i in range(0, len(indices), batch)])


def save(path, **content):
    part = path.with_suffix(".part")
    torch.save(content, part)
    part.replace(path)


def train(net, images, indices, augment, loss, out, epochs, batch=32, lr=2e-3, decay=0.05, ema=0.997, seed=0,
          order=None, report=None, every=5):
    """Trains net on images[indices]; returns the moving average of its weights as a network.

    augment(batch, generator) -> batch; loss(net, batch, rows, generator) -> scalar, rows: indices of the batch;
    order(generator) -> indices of one epoch (default: a permutation); report(net) -> text, every few epochs.
    Resumes from out/last.pt where that file belongs to the same plan; out/final.pt marks the end.
    """
    net = net.to(memory_format=torch.channels_last)
    average = deepcopy(net)
    groups = [{"params": [p for p in net.parameters() if p.ndim > 1], "weight_decay": decay},
              {"params": [p for p in net.parameters() if p.ndim <= 1], "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=lr, betas=(0.9, 0.99))
    out.mkdir(parents=True, exist_ok=True)
    final, last = out / "final.pt", out / "last.pt"
    if final.exists():
        average.load_state_dict(torch.load(final)["ema"])
        return average.eval()
    step, first = 0, 0
    if last.exists():
        state = torch.load(last)
        net.load_state_dict(state["net"])
        average.load_state_dict(state["ema"])
        optimiser.load_state_dict(state["optimiser"])
        step, first = state["step"], state["epoch"] + 1
    for epoch in range(first, epochs):
        g = torch.Generator().manual_seed(seed * 100_003 + epoch)
        torch.manual_seed(seed * 100_003 + epoch)
        rows = indices[torch.randperm(len(indices), generator=g)] if order is None else order(g)
        per_epoch = len(rows) // batch
        net.train()
        began, total = time.time(), 0.0
        for start in range(0, per_epoch * batch, batch):
            chosen = rows[start:start + batch]
            x = augment(batch_of(images, chosen), g).contiguous(memory_format=torch.channels_last)
            done = step / (per_epoch * epochs)
            rate = lr * min(1.0, (step + 1) / (2 * per_epoch)) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))
            for group in optimiser.param_groups:
                group["lr"] = rate
            value = loss(net, x, chosen, g)
            optimiser.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            step += 1
            keep = min(ema, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(average.state_dict().values(), net.state_dict().values()):
                    a.lerp_(b, 1 - keep) if a.dtype.is_floating_point else a.copy_(b)
            total += float(value.detach())
        line = f"{epoch + 1}/{epochs} loss {total / per_epoch:.4f} {time.time() - began:.1f} s"
        if (epoch + 1) % every == 0 or epoch + 1 == epochs:
            line += "  " + (report(average) if report else "")
            save(last, net=net.state_dict(), ema=average.state_dict(), optimiser=optimiser.state_dict(), step=step, epoch=epoch)
        print(line, flush=True)
    save(final, ema=average.state_dict(), epochs=epochs)
    return average.eval()


def mixed_cross_entropy(labels, classes, weights=None, alpha=0.2, smoothing=0.05):
    """Loss for `train`: cross-entropy of mixup pairs (Beta(alpha, alpha)), labels int64 [N] softened by smoothing."""
    soft = torch.nn.functional.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
    weight = torch.ones(classes) if weights is None else torch.tensor(weights, dtype=torch.float32)
    soft = soft * weight / (soft * weight).sum(1).mean()

    def loss(net, x, rows, g):
        share = 1.0
        if alpha > 0:
            a, b = (torch._standard_gamma(torch.full((1,), alpha), generator=g) for _ in range(2))
            share = float(torch.maximum(a, b) / (a + b + 1e-8))
        other = torch.randperm(len(rows), generator=g)
        log_p = torch.log_softmax(net(share * x + (1 - share) * x[other]), 1)
        target = share * soft[rows] + (1 - share) * soft[rows[other]]
        return -(target * log_p).sum(1).mean()

    return loss
