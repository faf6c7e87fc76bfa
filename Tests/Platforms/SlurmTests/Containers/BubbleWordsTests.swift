import BerthHost
import Testing

@testable import BerthSlurm

@Suite struct BubbleWordsTests {
    @Test("volumes are mounted as they were asked for, what lies deeper later, and the image is only read")
    func words() {
        var image = PlannedImage()
        image.words = ["/bin/sh", "-c", "$(x)"]
        image.environment = ["PATH=/own", "A=image", "B=b"]
        image.directory = "/data"
        let words = BubbleWords(
            bwrap: "/usr/bin/bwrap", image: image, root: "/s/root", temporary: "/s/tmp",
            mounts: [
                VolumeMount(source: "/s/1/f", target: "/data/in/f", isReadOnly: true),
                VolumeMount(source: "/s/0", target: "/data", isReadOnly: false),
            ], environment: [("A", "own"), ("TMPDIR", "/s")], hasDevices: false
        ).words
        let text = words.joined(separator: " ")
        #expect(text.contains("--bind /s/0 /data --ro-bind /s/1/f /data/in/f --remount-ro / "))
        #expect(text.contains("--setenv A own --setenv B b --setenv HOME /tmp "))
        #expect(text.contains(" --setenv PATH /own --setenv TMPDIR /tmp "))
        #expect(text.contains("--dev /dev"))
        #expect(words.suffix(6) == ["--chdir", "/data", "--", "/bin/sh", "-c", "$(x)"])
    }
}
