import BerthHost
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct ImageToolsTests {
    private func tools(_ change: (inout SlurmImages) -> Void) -> ImageTools {
        var settings = SlurmSettings()
        change(&settings.images)
        return ImageTools(settings)
    }

    @Test func programsThatAreNotThereAreNamed() {
        let missing = tools {
            $0.skopeo = "/nowhere/skopeo"
            $0.umoci = "sh"
        }.missing
        #expect(missing == ["/nowhere/skopeo"])
    }

    @Test("nobody is sent to a registry that the site does not name")
    func registries() async throws {
        let tools = tools { $0.registries = ["quay.io"] }
        let reference = try ImageReference(reading: "127.0.0.1:5000/a")
        let error = await #expect(throws: PlatformError.self) {
            try await tools.look(at: reference, digest: nil, architecture: nil)
        }
        #expect(error?.code == .refused)
        var image = PlannedImage()
        image.reference = "127.0.0.1:5000/a"
        let other = await #expect(throws: PlatformError.self) { try await tools.bring(image, to: "/nowhere/image") }
        #expect(other?.code == .refused)
    }
}
