"""Start PerfDesk: the window without a verb, the command line with one."""

import sys

if __name__ == "__main__":
    # A frozen program starts itself again to read untrusted files in a separate process.
    if sys.argv[1:2] == ["--perfdesk-worker"]:
        from perfdesk.exchange.untrusted.worker import serve

        serve(sys.argv[1:])
        raise SystemExit
    from perfdesk.app import start

    raise SystemExit(start())
