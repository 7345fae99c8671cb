"""Start PerfDesk: the window without a verb, the command line with one."""

import sys

if __name__ == "__main__":
    # A frozen program starts itself again to read strangers' files in a process that may fall over.
    if sys.argv[1:2] == ["--perfdesk-worker"]:
        from perfdesk.exchange.untrusted.worker import serve

        serve(sys.argv[1:])
        raise SystemExit
    from perfdesk.app import main

    raise SystemExit(main(sys.argv[1:]))
