/// The program that executes a notebook from the first to the last cell, with nbclient.
package enum NotebookRunner {
    /// Arguments: the notebook, where the result goes, where the outcome goes, the kernel, the most bytes of the
    /// result, the seconds in which the kernel must be ready.
    ///
    /// What cells write is written as it comes; the notebook with its outputs is kept however it ends.
    package static let script = #"""
        import json
        import os
        import re
        import sys

        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, DeadKernelError
        from traitlets.config import Config

        source, result, outcome, kernel, most, seconds = sys.argv[1:7]
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


        def text(value):
            value = "".join(value) if isinstance(value, list) else str(value)
            return re.sub("\x1b\\[[0-9;]*[A-Za-z]", "", value)


        def write(stream, value):
            stream.write(value)
            stream.flush()


        class Runner(NotebookClient):
            def output(self, outs, msg, display_id, cell_index):
                output = super().output(outs, msg, display_id, cell_index)
                if output is None:
                    return output
                if output.output_type == "stream":
                    write(sys.stderr if output.name == "stderr" else sys.stdout, text(output.text))
                elif output.output_type == "error":
                    write(sys.stderr, text("\n".join(output.traceback)) + "\n")
                elif "text/plain" in output.get("data", {}):
                    write(sys.stdout, text(output.data["text/plain"]) + "\n")
                return output


        def keep(path, data):
            with open(path + ".part", "wb", opener=lambda p, f: os.open(p, f, 0o600)) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(path + ".part", path)


        said = {}
        here = {"cell": 0}
        notebook = nbformat.read(source, as_version=4)


        def begins(cell, cell_index):
            here["cell"] = cell_index + 1


        client = Runner(
            notebook,
            config=Config({"KernelManager": {"transport_encryption": "auto"}}),
            kernel_name=kernel,
            timeout=None,
            startup_timeout=int(seconds),
            on_cell_start=begins,
            resources={"metadata": {"path": os.getcwd()}},
        )
        code = 1
        try:
            client.execute()
            code = 0
        except CellExecutionError as error:
            said = {"cell": here["cell"], "name": error.ename, "message": text(error.evalue)[:2000]}
        except DeadKernelError:
            said = {"cell": here["cell"], "name": "DeadKernel", "message": "the kernel died"}
        except Exception as error:
            said = {"name": type(error).__name__, "message": text(error)[:2000]}
            write(sys.stderr, "%s: %s\n" % (type(error).__name__, text(error)))
        finally:
            data = nbformat.writes(notebook).encode("utf-8", errors="backslashreplace")
            said["bytes"] = len(data)
            said["kept"] = len(data) <= int(most)
            if said["kept"]:
                keep(result, data)
            keep(outcome, json.dumps(said).encode())
        sys.exit(code)
        """#

    /// What runs it.
    ///
    /// - Parameters:
    ///   - runner: the file with the script.
    ///   - result: where the notebook with its outputs goes, of at most `resultBytes`.
    ///   - outcome: where a `NotebookOutcome` goes.
    ///   - startSeconds: in which the kernel must be ready.
    package static func words(
        _ plan: NotebookPlan, python: String, runner: String, result: String, outcome: String, resultBytes: Int64,
        startSeconds: Int64
    ) -> [String] {
        [python, "-I", runner, plan.file, result, outcome, plan.kernel, "\(resultBytes)", "\(startSeconds)"]
    }

    /// Jupyter keeps what it makes for itself out of sight of the notebook.
    ///
    /// - Parameter directory: of the session alone; `ipython` is there.
    package static func environment(_ directory: String) -> [String: String] {
        [
            "JUPYTER_RUNTIME_DIR": directory + "/runtime", "JUPYTER_DATA_DIR": directory + "/data",
            "JUPYTER_CONFIG_DIR": directory + "/config", "IPYTHONDIR": directory + "/ipython", "MPLBACKEND": "agg",
            "PYTHONUNBUFFERED": "1",
        ]
    }
}
