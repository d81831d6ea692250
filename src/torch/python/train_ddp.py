"""Goes on with a training of alexgrad in PyTorch, on any number of processes:

    python train_ddp.py                              one process
    torchrun --nproc_per_node=4 train_ddp.py         four on this machine; README.md has the others

Every start goes on from last.safetensors, which rank 0 replaces after each epoch, every --save-every seconds, and when the
training is asked to stop (Ctrl-C, SIGTERM, SIGHUP). Then `alexgrad import` makes a run of this folder again.

It ends with 0 when all epochs are done, 128 and the signal's number when it was stopped, with its snapshot, else with 1."""

import argparse
import contextlib
import copy
import json
import math
import os
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel

import snapshot
import tensors
from evaluation import is_better, measure
from images import Images
from model import Model
from optimizers import make_optimizer, rate_at, set_rate
from rng import Rng
from stopping import Stop, ignore

FOLDER = Path(__file__).resolve().parent
RANK = int(os.environ.get("RANK", 0))
LOCAL_RANK = int(os.environ.get("LOCAL_RANK", 0))
WORLD = int(os.environ.get("WORLD_SIZE", 1))


class Training:
    def __init__(self, args):
        self.args = args
        self.settings = settings = json.loads((FOLDER / "training.json").read_text())
        self.device = torch.device("cuda", LOCAL_RANK) if torch.cuda.is_available() else torch.device("cpu")
        statistics, _ = tensors.load(FOLDER / "statistics.safetensors")
        part = lambda name, transforms: Images(
            FOLDER, name, settings["images"], transforms, statistics, settings["seed"]
        )
        self.train = part("train", settings["transforms"])
        self.views = [part("validation", view) for view in settings["views"]]
        self.model = Model().to(self.device)
        for path in settings["frozen"]:
            self.model.get_submodule(path).requires_grad_(False)
        self.optimizer = make_optimizer(settings, self.model)
        snapshot.restore(self, FOLDER, RANK)
        self.expect_one_snapshot()
        model = torch.nn.SyncBatchNorm.convert_sync_batchnorm(self.model) if args.sync_bn else self.model
        self.frozen = [model.get_submodule(path) for path in settings["frozen"]]
        self.parallel = DistributedDataParallel(model, gradient_as_bucket_view=True) if WORLD > 1 else model

    def expect_one_snapshot(self):
        """Where machines do not share the folder, each has a snapshot of its own."""
        if WORLD == 1:
            return
        step = self.position["step"]
        ends = torch.tensor([step, -step], device=self.device)
        dist.all_reduce(ends, op=dist.ReduceOp.MAX)
        if ends[0] != -ends[1]:
            raise SystemExit(f"rank {RANK}: the snapshot here stands at step {step}, others elsewhere: share one folder")

    def log(self, event):
        if RANK == 0:
            self.metrics.write((snapshot.to_json(event) + "\n").encode())
            self.metrics.flush()

    def schedule_step(self):
        return (self.position["epoch"] - 1) * self.settings["stepsPerEpoch"] + self.position["batch"]

    def rate(self):
        return self.plateau.lr if self.plateau else rate_at(self.settings, self.schedule_step())

    def step(self, images, labels, count):
        """One step, on this rank's images of a batch of `count`: the mean gradient over all ranks is that of the batch."""
        settings = self.settings
        torch.manual_seed(Rng(settings["seed"]).fork("dropout", self.position["step"], RANK).uint32())
        set_rate(self.optimizer, self.rate())
        self.optimizer.zero_grad(set_to_none=True)
        totals = torch.zeros(3, dtype=torch.float64, device=self.device)
        n = len(labels)
        # As many on every rank, whose forward passes may wait for one another.
        parts = max(1, min(settings["accumulate"] * count // settings["batch"], count // WORLD))
        for i in range(parts):
            part = slice(i * n // parts, (i + 1) * n // parts)
            is_last = i == parts - 1
            with contextlib.nullcontext() if is_last or WORLD == 1 else self.parallel.no_sync():
                scores = self.parallel(images[part])
                loss = F.cross_entropy(
                    scores, labels[part], label_smoothing=settings["labelSmoothing"], reduction="sum"
                )
                # DistributedDataParallel takes the mean over the ranks.
                (loss * (WORLD / count)).backward()
            totals[0] += loss.detach()
            totals[1] += (scores.argmax(1) == labels[part]).sum()
        totals[2] += self.stop.number > 0
        total(totals)
        loss, correct, is_stopping = totals.tolist()
        if not math.isfinite(loss):
            raise SystemExit(f"step {self.position['step'] + 1}: the loss is {loss}; try a lower learning rate")
        if settings["clipNorm"] is not None:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), settings["clipNorm"])
        self.optimizer.step()
        self.steps = [steps + 1 for steps in self.steps]
        self.follow()
        return loss, int(correct), is_stopping > 0

    @torch.no_grad()
    def follow(self):
        """a ← d a + (1 − d) w"""
        decay = self.settings["averaging"]
        if decay is None:
            return
        d = min(decay, (1 + self.average_steps) / (10 + self.average_steps))
        self.average_steps += 1
        own = self.model.state_dict()
        for name, tensor in self.average.items():
            tensor.mul_(d).add_(own[name], alpha=1 - d)

    def run(self):
        self.stop = Stop()
        settings, position = self.settings, self.position
        last_step = position["step"] + self.args.steps if self.args.steps else math.inf
        saved = time.monotonic()
        while self.position["epoch"] <= settings["epochs"] and not self.is_spent():
            position = self.position
            epoch = position["epoch"]
            batches = self.train.batches(epoch, settings["batch"], settings["lastBatch"], True)[position["batch"] :]
            self.parallel.train()
            for module in self.frozen:
                for each in module.modules():
                    if isinstance(each, torch.nn.modules.batchnorm._BatchNorm):
                        each.eval()
            # A rank without an image of its own takes another's, whose label counts for nothing.
            shares = [batch[RANK::WORLD] or batch[:1] for batch in batches]
            for batch, (images, labels) in zip(batches, self.load(self.train, epoch, shares)):
                if RANK >= len(batch):
                    labels.fill_(-100)
                started, lr = time.monotonic(), self.rate()
                loss, correct, is_stopping = self.step(images, labels, len(batch))
                position["batch"] += 1
                position["step"] += 1
                position["images"] += len(batch)
                position["lossSum"] += loss
                position["correct"] += correct
                position["milliseconds"] += 1000 * (time.monotonic() - started)
                position["seconds"] += time.monotonic() - started
                common = {"epoch": epoch, "step": position["step"]}
                self.log({"event": "step", **common, "images": position["images"], "loss": loss / len(batch), "lr": lr})
                if is_stopping or position["step"] >= last_step:
                    snapshot.save(self, FOLDER, RANK)
                    say(f"stopped after step {position['step']}; the same command goes on")
                    return self.stop.code if is_stopping else 0
                if time.monotonic() - saved >= self.args.save_every:
                    snapshot.save(self, FOLDER, RANK)
                    saved = time.monotonic()
            self.end_epoch()
            saved = time.monotonic()
        say("done")
        return 0

    def end_epoch(self):
        position, started = self.position, time.monotonic()
        validation = self.evaluate()
        train_loss = position["lossSum"] / position["images"]
        seconds = position["seconds"] + time.monotonic() - started
        # The rate of the epoch's last step.
        lr = self.plateau.lr if self.plateau else rate_at(self.settings, self.schedule_step() - 1)
        event = {
            "event": "epoch",
            "epoch": position["epoch"],
            "step": position["step"],
            "trainLoss": train_loss,
            "trainTop1": position["correct"] / position["images"],
            "lr": lr,
            "validation": validation,
            "imagesPerSecond": 1000 * position["images"] / position["milliseconds"],
            "seconds": seconds,
        }
        self.log(event)
        if self.plateau:
            self.plateau.step(validation["loss"])
        if is_better(validation, self.best):
            self.best = {"epoch": position["epoch"], "top1": validation["top1"], "loss": validation["loss"]}
            if RANK == 0:
                weights = {**self.model.state_dict(), **self.average}
                tensors.save(FOLDER / "best.safetensors", weights, {"format": "pt"})
        say(
            f"epoch {position['epoch']}/{self.settings['epochs']}  loss {train_loss:.4f}  validation loss "
            f"{validation['loss']:.4f}  top-1 {100 * validation['top1']:.1f} %  {event['imagesPerSecond']:.0f} images/s"
        )
        fresh = {"batch": 0, "images": 0, "lossSum": 0.0, "correct": 0, "milliseconds": 0.0}
        self.position = {**position, **fresh, "epoch": position["epoch"] + 1, "seconds": seconds}
        snapshot.save(self, FOLDER, RANK)
        if WORLD > 1:
            dist.barrier()

    def evaluate(self):
        """With the averaged weights, where there are any. Each rank measures its share."""
        model = self.model
        if WORLD > 1:
            # Running statistics are each rank's own; rank 0's are those that are saved.
            for tensor in [*model.buffers(), *self.average.values()]:
                dist.broadcast(tensor, 0)
        if self.average:
            model = copy.deepcopy(self.model)
            model.load_state_dict(self.average, strict=False)
        first = self.views[0]
        shares = [batch[RANK::WORLD] for batch in first.batches(0, self.settings["batch"], "keep", False)]
        shares = [share for share in shares if share]
        totals = measure(model, zip(*(self.load(view, 0, shares) for view in self.views)), self.device)
        total(totals)
        loss, top1, top5 = (totals / first.count).tolist()
        return {"count": first.count, "loss": loss, "top1": top1, "top5": top5}

    def load(self, images, epoch, batches):
        """Each batch, on the device."""
        keys = [(epoch, batch) for batch in batches]
        loader = torch.utils.data.DataLoader(
            images,
            batch_size=None,
            sampler=keys,
            num_workers=self.args.workers,
            worker_init_fn=ignore,
            pin_memory=self.device.type == "cuda",
        )
        for x, labels in loader:
            yield x.to(self.device, non_blocking=True), labels.to(self.device, non_blocking=True)

    def is_spent(self):
        patience = self.settings["patience"]
        return patience is not None and self.best and self.position["epoch"] - 1 - self.best["epoch"] >= patience


def total(values):
    if WORLD > 1:
        dist.all_reduce(values)


def say(text):
    if RANK == 0:
        print(text, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save-every", type=float, default=600, help="seconds between snapshots (default: 600)")
    parser.add_argument("--steps", type=int, help="stop after so many steps more")
    parser.add_argument("--workers", type=int, default=0, help="processes per rank that make batches (default: 0)")
    parser.add_argument("--sync-bn", action="store_true", help="batch norm over all ranks' images; GPUs only")
    args = parser.parse_args()
    if args.sync_bn and not torch.cuda.is_available():
        raise SystemExit("--sync-bn: expected GPUs; PyTorch has it for CUDA only")
    if torch.cuda.is_available():
        torch.cuda.set_device(LOCAL_RANK)
    if WORLD > 1:
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    training = Training(args)
    print(f"rank {RANK} of {WORLD}: process {os.getpid()}, {training.device}, PyTorch {torch.__version__}", flush=True)
    code = training.run()
    if WORLD > 1:
        dist.destroy_process_group()
    raise SystemExit(code)


if __name__ == "__main__":
    main()
