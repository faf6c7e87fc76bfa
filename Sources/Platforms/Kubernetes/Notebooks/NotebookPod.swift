import BerthDocument
import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks

/// What the container of a notebook is given. The notebook comes as Secrets, since the cluster hands nothing else to a
/// pod that it was not built with; the result leaves with the output, as marked lines (`NotebookFrames`).
struct NotebookPod: Sendable {
    var session: UUID
    var notebook: NotebookPlan
    var settings: KubernetesNotebooks
    /// Names of the storage, by which the notebook finds it.
    var storageNames: [String]

    /// Where the Secrets are.
    static let folder = "/berth"
    /// Where the notebook runs, and what Jupyter makes for itself.
    static let workplace = "/tmp/notebook"
    static let own = "/tmp/berth"
    static let port: Int64 = 8888
    /// A Secret may have 1 MiB.
    static let pieceBytes = 700 << 10
    static let tokenKey = "token"

    static func storage(_ index: Int) -> String { "/storage/\(index)" }

    /// Puts the notebook together, starts what runs it, hands on signals, and writes the result as marked lines. Those
    /// are short enough for one write each, so that nothing comes between.
    static let script = #"""
        import base64
        import glob
        import json
        import os
        import signal
        import subprocess
        import sys

        here, work, own, file, mark, names = sys.argv[1:7]
        child, stopped = None, []


        def stop(number, frame):
            stopped.append(number)
            if child:
                child.send_signal(number)


        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        for directory in (work, own + "/ipython"):
            os.makedirs(directory, exist_ok=True)
        with open(work + "/" + file, "wb") as target:
            for part in sorted(glob.glob(here + "/part-*")):
                with open(part, "rb") as source:
                    target.write(source.read())
        for index, name in enumerate(json.loads(names)):
            if not os.path.lexists(work + "/" + name):
                os.symlink("/storage/%d" % index, work + "/" + name)


        def frame(kind, data):
            os.write(1, ("\n" + mark + kind).encode() + base64.b64encode(data))


        def frames(kind, path):
            with open(path, "rb") as source:
                for data in iter(lambda: source.read(2304), b""):
                    frame(kind, data)


        code = 143
        if not stopped:
            child = subprocess.Popen(sys.argv[7:], cwd=work)
            # Those that came while it was being started.
            for number in stopped:
                child.send_signal(number)
            code = child.wait()
        if os.path.exists(own + "/outcome.json"):
            frames("O", own + "/outcome.json")
            if os.path.exists(own + "/result"):
                frames("R", own + "/result")
            frame("E", b"")
            os.write(1, b"\n")
        sys.exit(code if code >= 0 else 128 - code)
        """#

    /// What the container runs.
    var words: [String] {
        let names = Document.list(storageNames.map { .text($0) }).asJSON
        return [
            settings.python, "-I", NotebookPod.folder + "/run.py", NotebookPod.folder, NotebookPod.workplace,
            NotebookPod.own, notebook.file, NotebookFrames.mark(session), names,
        ] + (settings.isInteractive ? server : runner)
    }

    private var server: [String] {
        JupyterServer(address: "0.0.0.0", port: UInt16(NotebookPod.port), token: "")
            .words(python: settings.python, root: NotebookPod.workplace)
    }

    private var runner: [String] {
        NotebookRunner.words(
            notebook, python: settings.python, runner: NotebookPod.folder + "/runner.py",
            result: NotebookPod.own + "/result", outcome: NotebookPod.own + "/outcome.json",
            resultBytes: settings.resultBytes, startSeconds: settings.startSeconds)
    }

    var environment: [Document] {
        var all = NotebookRunner.environment(NotebookPod.own)
        all["HOME"] = NotebookPod.own
        // The debugger of a kernel would write a warning, which is no output of a notebook.
        all["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
        if settings.isInteractive { all["MPLBACKEND"] = nil }
        var documents: [Document] = all.sorted { $0.key < $1.key }.map {
            ["name": .text($0.key), "value": .text($0.value)]
        }
        if settings.isInteractive {
            documents.append([
                "name": "JUPYTER_TOKEN",
                "valueFrom": [
                    "secretKeyRef": [
                        "name": .text(ObjectNames.secret(session, 0)), "key": .text(NotebookPod.tokenKey),
                    ]
                ],
            ])
        }
        return documents
    }

    /// What the Secrets hold, one after the other; how many there are is how many the pod has mounted.
    ///
    /// - Parameter token: opens the server; none for what is executed.
    static func contents(_ notebook: [UInt8], token: String?) -> [Document] {
        var contents: [Document] = []
        for start in stride(from: 0, to: max(1, notebook.count), by: pieceBytes) {
            let number = String(contents.count)
            let part = "part-" + String(repeating: "0", count: max(0, 5 - number.count)) + number
            let piece = notebook[start..<min(start + pieceBytes, notebook.count)]
            var members: DocumentMembers = [:]
            members[part] = .text(Base64.encoded(Array(piece)))
            if contents.isEmpty {
                members["run.py"] = .text(Base64.encoded(Array(script.utf8)))
                members["runner.py"] = .text(Base64.encoded(Array(NotebookRunner.script.utf8)))
                if let token { members[tokenKey] = .text(Base64.encoded(Array(token.utf8))) }
            }
            contents.append(.map(members))
        }
        return contents
    }
}
