import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct QuestionImagesTests {
    private func texts(_ locations: [String], digest: String? = nil, registries: [String] = []) throws -> [String] {
        var image = ContainerImage()
        image.locations = locations
        image.digest = digest
        return try ProgramHostTests.question("").obstacles(of: image, registries: registries)
            .map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    @Test func reasonsAgainstAnImage() throws {
        #expect(try texts(["quay.io/a/b:1"]) == [])
        #expect(try texts([]) == ["executable.image.locations is missing: it says where the image is."])
        #expect(
            try texts(["quay.io/a", "127.0.0.1:5000/a"], registries: ["127.0.0.1:5000"]) == [
                "executable.image.locations[0]: this site takes no images from quay.io, only from 127.0.0.1:5000."
            ])
        #expect(
            try texts(["10.0.0.1/a"]) == [
                "executable.image.locations[0]: the registry 10.0.0.1 lies inside this site, which is not allowed; the"
                    + " site can name it in registries."
            ])
        #expect(
            try texts(["quay.io/a"], digest: "md5:1") == [
                "executable.image.digest: a digest is sha256: and 64 hexadecimal digits in lower case."
            ])
    }

    @Test func reasonsAgainstVariables() {
        var container = DockerContainer()
        container.environment = ["NAME": "a=b"]
        #expect(container.obstaclesOfVariables == [])
        container.environment = ["A=B": "c"]
        #expect(container.obstaclesOfVariables.map(\.path.description) == ["executable.environment"])
    }

    @Test("a registry is looked at once more before something is fetched")
    func beforeFetching() async throws {
        let reference = try ImageReference(reading: "127.0.0.1:5000/a")
        try await reference.checkRegistry(named: ["127.0.0.1:5000"])
        for named in [[], ["quay.io"]] {
            let error = await #expect(throws: PlatformError.self) { try await reference.checkRegistry(named: named) }
            #expect(error?.code == .refused)
        }
    }
}
