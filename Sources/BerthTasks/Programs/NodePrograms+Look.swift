extension NodePrograms {
    /// What a node is told, that it may say which programs it has: nobody but the node knows.
    ///
    /// Arguments: the Python of Jupyter, then names and paths of other programs in turn.
    ///
    /// What kernels there are is written as Jupyter writes it; the node's own name is in SLURMD_NODENAME or NODE_NAME.
    package static let look = #"""
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


        def does(*words):
            try:
                return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=20).returncode == 0
            except (OSError, subprocess.SubprocessError):
                return False


        room = ["--unshare-user", "--unshare-pid", "--bind", "/", "/", "true"]
        programs, packages, specs = {}, {}, {}
        for name, word in zip(sys.argv[2::2], sys.argv[3::2]):
            path = shutil.which(word)
            # It is often there, and the node lets nobody make the rooms that it makes.
            if path and name == "bwrap" and not does(path, *room):
                path = None
            if path:
                programs[name] = path
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
        node = os.environ.get("SLURMD_NODENAME") or os.environ.get("NODE_NAME", "")
        print(json.dumps({"node": node, "programs": programs, "kernelspecs": specs, "packages": packages}))
        """#
}
