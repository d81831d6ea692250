"""A training that is asked to stop ends after the step under way, with its snapshot."""

import os
import signal

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """The signal that came, or 0. A second one ends a process alone at once."""

    def __init__(self):
        self.number = 0
        for number in SIGNALS:
            signal.signal(number, self.take)

    def take(self, number, _):
        self.number = number
        # torchrun passes on the signal that came here too.
        if "TORCHELASTIC_RUN_ID" not in os.environ:
            signal.signal(number, signal.SIG_DFL)

    @property
    def code(self):
        """What the process ends with. Where it was another's signal, it is torchrun's."""
        return 128 + (self.number or signal.SIGTERM)


def ignore(_):
    """Processes that make batches outlive a signal to all: their rank ends them, after its snapshot."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
