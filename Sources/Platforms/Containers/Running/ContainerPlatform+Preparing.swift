import BerthData
import BerthDocument
import BerthModel
package import BerthPlatform

extension ContainerPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        orphanage.began(work.session)
        return try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            switch part {
            case .storage(let index): try prepareStorage(index, work)
            case .data(let index): try await prepareData(index, work)
            // Cores and memory are set aside by the broker and enforced by the container.
            case .compute: .done
            case .executable: try await prepareExecutable(work)
            }
        }
    }

    private func prepareStorage(_ index: Int, _ work: Work) throws(PlatformError) -> Progress {
        // The directories above are closed to others; the container's user, whoever that is, must be able to write.
        try Files.makeDirectory(names.storage(work.session, index), mode: 0o777)
        return .done
    }

    private func prepareData(_ index: Int, _ work: Work) async throws(PlatformError) -> Progress {
        let details = try ContainerPlan.of(work)
        guard details.files.indices.contains(index), details.storages.indices.contains(index) else {
            throw PlatformError(.broken, "The plan of the session does not know data[\(index)].")
        }
        let source: DataSource
        do throws(Obstacles) {
            source = try DataSource.reading(work.plan.data[index], at: ["data", .index(index)])
        } catch {
            throw PlatformError(.refused, "data[\(index)] cannot be fetched any more.")
        }
        let storage = Int(details.storages[index])
        let room = try room(in: storage, of: work)
        let name = details.files[index]
        let file = names.storage(work.session, storage) + "/" + name
        let part = names.part(work.session, index)
        let bytes: Int64
        if let copy = source.copies.first, source.isHostFile {
            guard let host = HostFile(copy.url, allowed: settings.hostPaths) else {
                throw PlatformError(.refused, "This site does not let \(copy.url) be read.", subject: copy.url)
            }
            bytes = try await Files.copy(
                host.descriptor, called: host.path, to: file, by: part, maximumBytes: min(room, settings.stagingBytes))
        } else {
            bytes = try await stager.stage(source, to: file, by: part, maximumBytes: room)
        }
        return Progress(notes: [
            Note(
                .info, "data[{index}]: {bytes} bytes are in place as {name}.",
                ["index": "\(index)", "bytes": "\(bytes)", "name": name])
        ])
    }

    /// Bytes that are left of a storage.
    private func room(in storage: Int, of work: Work) throws(PlatformError) -> Int64 {
        guard let size = storageBytes(storage, of: work.plan) else {
            throw PlatformError(.broken, "The plan of the session has no storage[\(storage)].")
        }
        guard let used = Files.bytes(in: names.storage(work.session, storage)) else {
            throw PlatformError(.broken, "The broker has too many files open to look at storage[\(storage)].")
        }
        return max(0, size - min(size, used))
    }

    /// The promised size of a storage in bytes.
    func storageBytes(_ index: Int, of plan: Plan) -> Int64? {
        guard plan.storage.indices.contains(index), case .simple(let simple) = plan.storage[index] else { return nil }
        return (simple.size?.min ?? 0).gibibytesInBytes
    }

    private func prepareExecutable(_ work: Work) async throws(PlatformError) -> Progress {
        let name = names.container(work.session)
        if let container = try await engine.container(name) {
            try await check(container, work)
            return .done
        }
        let details = try ContainerPlan.of(work)
        let (image, reference) = try await image(details, work)
        try Files.makeDirectory(names.directory(work.session))
        let document = try configuration(work, details, image: image)
        // An engine goes on making a container whose maker has hung up, and a delete in the middle of it leaves what
        // nobody can list or delete any more.
        try await steps.carryOutWhole(work.session) { [engine] () async throws(PlatformError) in
            try await engine.create(name, document)
        }
        guard let container = try await engine.container(name) else {
            throw PlatformError(.lost, "The container of the session was made and is not there.", subject: name)
        }
        try await check(container, work)
        return Progress(notes: [
            Note(.info, "The container is made from {image} ({id}).", ["image": reference, "id": image.id])
        ])
    }

    /// A container that has not run, against what was meant: what an engine reads in a document is its own affair, and
    /// a container in which more of the host is mounted than the plan says is deleted before it runs.
    func check(_ container: EngineContainer, _ work: Work) async throws(PlatformError) {
        let meant = try mounts(work)
        if container.status != .created || ContainerMount.agree(meant, container.mounts) { return }
        try await engine.remove(container.id)
        throw PlatformError(
            .refused, "The container engine mounted something else than was meant; the container was deleted unused.",
            subject: names.container(work.session),
            detail: container.mounts.map { "\($0.source) at \($0.target)" }.joined(separator: ", "))
    }

    /// Finds the image or fetches it; every location is tried in order.
    private func image(_ details: ContainerPlan, _ work: Work) async throws(PlatformError) -> (EngineImage, String) {
        var faults: [PlatformError] = []
        for location in details.images {
            do throws(PlatformError) {
                return try await image(at: location, digest: details.digest)
            } catch {
                if [.cancelled, .unreachable].contains(error.code) || Task.isCancelled { throw error }
                faults.append(error)
            }
        }
        guard let first = faults.first else {
            throw PlatformError(.broken, "The plan of the session names no image.")
        }
        if faults.count == 1 { throw first }
        throw PlatformError(
            first.code, "None of the \(faults.count) locations has the image.", subject: first.subject,
            cause: faults.map(\.description).joined(separator: " "),
            detail: faults.compactMap(\.detail).joined(separator: "; "))
    }

    private func image(at location: String, digest: String?) async throws(PlatformError) -> (EngineImage, String) {
        let reference: ImageReference
        do throws(ImageReference.Fault) {
            reference = try ImageReference(reading: location)
        } catch {
            throw PlatformError(.refused, "\(location) does not name an image: \(error.message).", subject: location)
        }
        if let digest, let own = reference.digest, own != digest {
            throw PlatformError(
                .mismatch, "\(location) names another digest than \(digest), which is wanted.", subject: location)
        }
        let wanted = digest ?? reference.digest
        var local = try await engine.image(reference.text())
        if let wanted, local?.has(digest: wanted) != true {
            local = try await engine.image(reference.text(digest: wanted))
        }
        if let local, wanted.map({ local.has(digest: $0) }) ?? true, settings.pull != .always {
            return (local, reference.text())
        }
        if settings.pull == .never || reference.registry.text == Registry.here {
            if let wanted, try await engine.image(reference.text()) != nil {
                throw PlatformError(
                    .mismatch, "\(location) does not have the digest \(wanted).", subject: location)
            }
            throw PlatformError(
                .notFound, "The image \(location) is not on this machine, and it is not fetched.", subject: location)
        }
        try await checkRegistry(of: reference)
        let text = reference.text(digest: wanted)
        do throws(PlatformError) {
            try await engine.pull(
                text, platform: "linux/\(Machine.architecture)", seconds: Int(settings.pullSeconds))
        } catch {
            guard let wanted, error.code == .notFound else { throw error }
            throw PlatformError(
                .mismatch, "There is no image with the digest \(wanted) at \(location).", subject: location,
                detail: error.detail)
        }
        guard let image = try await engine.image(text) else {
            throw PlatformError(.notFound, "The image \(text) was fetched and is not there.", subject: text)
        }
        if let wanted, !image.has(digest: wanted) {
            throw PlatformError(
                .mismatch, "\(location) has the digest \(image.id), not \(wanted).", subject: location)
        }
        return (image, text)
    }

    /// Looked up once more: names may stand for other addresses than when it was asked.
    private func checkRegistry(of reference: ImageReference) async throws(PlatformError) {
        let registry = reference.registry
        if settings.names(registry) { return }
        if !settings.registries.isEmpty {
            throw PlatformError(.refused, "This site takes no images from \(registry.text).", subject: registry.text)
        }
        switch await registry.place(seconds: 10) {
        case .outside: return
        case .inside:
            throw PlatformError(
                .refused,
                "The registry \(registry.text) lies inside this site, which is not allowed; "
                    + "the site can name it in registries.", subject: registry.text)
        case .unknown:
            throw PlatformError(
                .unreachable, "The name of the registry \(registry.text) cannot be resolved.", subject: registry.text)
        }
    }
}
