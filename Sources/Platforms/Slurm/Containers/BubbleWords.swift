import BerthHost
import BerthModel

/// How Bubblewrap runs the program of a container from its unpacked image. Source: bwrap(1).
///
/// Bubblewrap and not Charliecloud: that cannot mount for reading only. The container sees the image, its volumes,
/// `/tmp` of its own and nothing else of the node's files; it has no privileges, and all of it ends with its program.
struct BubbleWords {
    var bwrap: String
    var image: PlannedImage
    /// The unpacked file system.
    var root: String
    /// What is `/tmp` inside.
    var temporary: String
    var mounts: [VolumeMount]
    var environment: [(name: String, value: String)]
    /// Whether devices of the node such as GPUs are seen.
    var hasDevices: Bool
    /// Files by which names are looked up, as long as the image has no others in their place.
    var names = ["/etc/resolv.conf", "/etc/hosts"]

    var words: [String] {
        var words = [
            bwrap, "--unshare-user", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--cap-drop", "ALL",
            "--bind", root, "/", "--proc", "/proc",
        ]
        words += hasDevices ? ["--dev-bind", "/dev", "/dev", "--ro-bind", "/sys", "/sys"] : ["--dev", "/dev"]
        words += ["--bind", temporary, "/tmp"]
        for file in names { words += ["--ro-bind-try", file, file] }
        // What lies deeper comes later.
        for mount in mounts.sorted(by: { $0.target < $1.target }) {
            words += [mount.isReadOnly ? "--ro-bind" : "--bind", mount.source, mount.target]
        }
        words += ["--remount-ro", "/"]
        var variables: [String: String] = ["PATH": Command.plainEnvironment["PATH"] ?? "", "HOME": "/tmp"]
        for entry in image.environment {
            let name = entry.prefix { $0 != "=" }
            variables[String(name)] = String(entry.dropFirst(name.count + 1))
        }
        for (name, value) in environment { variables[name] = value }
        variables["TMPDIR"] = "/tmp"
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) { words += ["--setenv", name, value] }
        return words + ["--chdir", image.directory, "--"] + image.words
    }
}
