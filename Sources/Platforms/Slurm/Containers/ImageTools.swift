import BerthHost
import BerthModel
import BerthPlatform

/// The programs of this machine that look at images, fetch and unpack them: skopeo and umoci.
struct ImageTools: Sendable {
    let settings: SlurmImages
    private let lookSeconds: Int64
    private let turns = Turnstile(places: 4)

    init(_ settings: SlurmSettings) {
        self.settings = settings.images
        lookSeconds = settings.documentSeconds
    }

    /// Those that are not on this machine.
    var missing: [String] {
        [settings.skopeo, settings.umoci].filter { !Command([$0]).isThere }
    }

    /// What an image says of itself.
    ///
    /// - Parameters:
    ///   - digest: that it must have.
    ///   - architecture: that it is wanted for.
    /// - Returns: its configuration, and its reference with the digest.
    /// - Throws: `notFound`, `unreachable`, `refused`, each with the words of skopeo.
    func look(
        at reference: ImageReference, digest: String?, architecture: String?
    ) async throws(PlatformError) -> (configuration: [UInt8], reference: String) {
        try await reference.checkRegistry(named: settings.registries)
        var digest = digest ?? reference.digest
        let plain = options(reference, "--tls-verify=false")
        if digest == nil {
            let words = ["inspect", "--no-tags", "--format", "{{.Digest}}"] + plain
            let said = try await skopeo(words, architecture, "docker://" + reference.text(), seconds: lookSeconds)
            digest = said.text.split(separator: "\n").first.map(String.init)
        }
        guard let digest, ImageReference.fault(ofDigest: digest) == nil else {
            throw PlatformError(.broken, "The digest of the image cannot be read.", subject: reference.text())
        }
        let text = reference.text(digest: digest)
        let said = try await skopeo(
            ["inspect", "--config"] + plain, architecture, "docker://" + text, seconds: lookSeconds)
        return (said.output, text)
    }

    /// Fetches an image and unpacks it; what a try before left is taken away.
    ///
    /// - Returns: where its file system is.
    func bring(_ image: PlannedImage, to folder: String) async throws(PlatformError) -> String {
        let reference: ImageReference
        do throws(ImageReference.Fault) { reference = try ImageReference(reading: image.reference) } catch {
            throw PlatformError(.broken, "The plan of the session names no image.", detail: error.message)
        }
        try await reference.checkRegistry(named: settings.registries)
        let (layout, bundle) = (folder + "/layout", folder + "/bundle")
        guard Files.remove(folder) else { throw .file(folder, "removed") }
        try Files.makeDirectory(folder)
        _ = try await skopeo(
            ["copy", "--quiet"] + options(reference, "--src-tls-verify=false"), image.architecture,
            "docker://" + image.reference, "oci:\(layout):image", seconds: settings.seconds, temporary: folder)
        let umoci = ["unpack", "--rootless", "--image", layout + ":image", bundle]
        let said = try await run([settings.umoci] + umoci, seconds: settings.seconds, temporary: folder)
        if said.code != 0 {
            throw PlatformError(
                .refused, "The image \(image.reference) cannot be unpacked: \(ImageWords.last(said.errorText)).",
                subject: image.reference, detail: String(said.errorText.suffix(500)))
        }
        Files.remove(layout)
        return bundle + "/rootfs"
    }

    private func options(_ reference: ImageReference, _ plain: String) -> [String] {
        reference.registry.isNamed(in: settings.plainRegistries) ? [plain] : []
    }

    private func skopeo(
        _ words: [String], _ architecture: String?, _ places: String..., seconds: Int64, temporary: String? = nil
    ) async throws(PlatformError) -> Command.Output {
        let override = ["--override-os", "linux"] + (architecture.map { ["--override-arch", $0] } ?? [])
        let said = try await run(
            [settings.skopeo] + override + words + places, seconds: seconds, temporary: temporary)
        if said.code != 0 { throw ImageWords.error(places[0], said.errorText) }
        return said
    }

    private func run(
        _ words: [String], seconds: Int64, temporary: String?
    ) async throws(PlatformError) -> Command.Output {
        var command = Command(words)
        if let file = settings.authFile { command.environment["REGISTRY_AUTH_FILE"] = file }
        if let temporary { command.environment["TMPDIR"] = temporary }
        command.seconds = seconds
        do throws(PlatformError) {
            return try await turns.carryOut { [command] () async throws(PlatformError) in try await command.run() }
        } catch {
            guard error.code == .overLimit else { throw error }
            throw PlatformError(
                .unreachable, "The registry of the image did not answer within \(seconds) seconds.",
                subject: words[0], detail: error.fullDescription)
        }
    }
}
