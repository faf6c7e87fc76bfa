import Foundation
import Testing

/// A registry of images of its own, with one image made of busybox: that of the distribution, on loopback and without
/// TLS.
final class TestImages: Sendable {
    let directory: String
    let registry: String
    var image: String { registry + "/berth/test:1" }

    static let shared: Result<TestImages, any Error> = Result {
        let images = try TestImages("shared")
        atexit { if let images = try? TestImages.shared.get() { images.stop() } }
        return images
    }

    private let shell = Process()
    private let input = Pipe()

    init(_ name: String) throws {
        directory = NSTemporaryDirectory() + "berth-images-\(name)-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let port = TestCluster.freePort()
        registry = "127.0.0.1:\(port)"
        try """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: \(directory)/blobs}}
        http: {addr: \(registry)}
        """.write(toFile: directory + "/registry.yml", atomically: true, encoding: .utf8)
        try TestImages.programs.write(toFile: directory + "/programs.sh", atomically: true, encoding: .utf8)
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [directory + "/programs.sh", directory, registry]
        shell.standardInput = input
        try shell.run()
        let deadline = Date().addingTimeInterval(60)
        while Date() < deadline, shell.isRunning, !isUp { usleep(100_000) }
        try #require(isUp, "The registry does not come up; see \(directory)/log")
    }

    deinit { stop() }

    func stop() {
        guard shell.isRunning else { return }
        try? input.fileHandleForWriting.close()
        shell.waitUntilExit()
    }

    private var isUp: Bool { FileManager.default.fileExists(atPath: directory + "/ready") }

    /// `$1`: the directory, `$2`: where the registry answers.
    private static let programs = """
        cd "$1" || exit 1
        exec 2>log
        mkdir -p root/bin root/etc root/tmp root/data
        cp "$(command -v busybox)" root/bin/busybox
        for name in sh echo cat sleep ls id touch env pwd true tail; do ln -sf busybox root/bin/$name; done
        umoci init --layout layout && umoci new --image layout:1 || exit 1
        umoci insert --rootless --image layout:1 root / || exit 1
        umoci config --image layout:1 --config.env OF=image --config.workingdir /data --os linux \\
            --architecture "$(dpkg --print-architecture)" --config.entrypoint /bin/sh --config.cmd -c \\
            --config.cmd 'echo own' || exit 1
        docker-registry serve registry.yml >registry.log 2>&1 </dev/null &
        program=$!
        while ! curl -s -m 2 -o answer "http://$2/v2/" && kill -0 "$program"; do sleep 0.1; done
        skopeo copy -q --dest-tls-verify=false oci:layout:1 "docker://$2/berth/test:1" && : >ready
        while read -r _; do :; done
        kill "$program"
        wait
        cd / && rm -rf "$1"
        """
}
