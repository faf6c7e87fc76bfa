import BerthTasks

/// The small job by which a node is asked which programs it has: nobody but the node knows.
enum NodeLook {
    /// Arguments: the Python of Jupyter, then names and paths of other programs in turn.
    ///
    /// What kernels there are is written as Jupyter writes it.
    static let script = #"""
        import json
        import os
        import shutil
        import subprocess
        import sys

        listing = """
        \#(Requirement.listing)
        """


        def said(*words):
            try:
                done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, cwd="/")
                return json.loads(done.stdout) if done.returncode == 0 else {}
            except (OSError, ValueError, subprocess.SubprocessError):
                return {}


        programs, packages, specs = {}, {}, {}
        for name, word in zip(sys.argv[2::2], sys.argv[3::2]):
            if shutil.which(word):
                programs[name] = shutil.which(word)
        python = shutil.which(sys.argv[1])
        if python:
            programs["jupyter"] = python
            specs = said(python, "-I", "-m", "jupyter_client.kernelspecapp", "list", "--json").get("kernelspecs", {})
            pythons = {python} if specs else set()
            for found in specs.values():
                word = (found["spec"].get("argv") or [""])[0]
                if found["spec"].get("language", "").lower() == "python" and word not in ("python", "python3"):
                    pythons.add(word)
            for word in sorted(pythons):
                packages[word] = said(word, "-I", "-c", listing)
        node = os.environ.get("SLURMD_NODENAME", "")
        print(json.dumps({"node": node, "programs": programs, "kernelspecs": specs, "packages": packages}))
        """#

    /// Memory that it may take, in mebibytes.
    static let memoryMebibytes = 512

    /// What `srun` is told. Half of the time may pass until a node is free: it waits in no queue for longer.
    static func words(_ settings: SlurmSettings) -> [String] {
        var words = [
            "--job-name=\(name(settings.instance))", "--immediate=\(max(1, settings.lookSeconds / 2))", "--quiet",
        ]
        if let partition = settings.partition { words.append("--partition=\(partition)") }
        if let account = settings.account { words.append("--account=\(account)") }
        words += [
            "--nodes=1", "--ntasks=1", "--cpus-per-task=1", "--mem=\(memoryMebibytes)M", "--time=1", "--chdir=/",
            "--input=none", settings.python, "-I", "-c", script, settings.programs.jupyter ?? settings.python,
        ]
        for (name, path) in [
            ("cwltool", settings.programs.cwltool), ("snakemake", settings.programs.snakemake),
        ] { words += [name, path ?? name] }
        return words
    }

    static func name(_ instance: String) -> String { "berth-\(instance)-look" }
}
