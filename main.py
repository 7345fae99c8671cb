"""Start PerfDesk: the window without a verb, the command line with one."""

import sys

if __name__ == "__main__":
    # A frozen program starts itself again to read strangers' files at arm's length.
    if sys.argv[1:2] == ["--perfdesk-worker"]:
        from perfdesk.exchange.untrusted import worker

        worker.serve(sys.argv[1:])
        raise SystemExit
    if sys.argv[1:2] == ["--perfdesk-pool"]:
        from perfdesk.exchange.untrusted import pool

        pool.serve(sys.argv[1:])
        raise SystemExit
    from perfdesk.app import main

    raise SystemExit(main(sys.argv[1:]))
