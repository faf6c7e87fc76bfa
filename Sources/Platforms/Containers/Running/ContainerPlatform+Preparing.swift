import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension ContainerPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        orphanage.began(work.session)
        return try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            switch part {
            // The container's user, whoever that is, must be able to write.
            case .storage(let index):
                try storage.make(index, of: work, mode: 0o777)
                return .done
            case .data(let index):
                return try await storage.fetch(index, of: work, try work.plan.details(as: ContainerPlan.self).staged)
            // Cores and memory are set aside by the broker and enforced by the container.
            case .compute: return .done
            case .executable: return try await prepareExecutable(work)
            }
        }
    }

    private func prepareExecutable(_ work: Work) async throws(PlatformError) -> Progress {
        let name = folders.container(work.session)
        if let container = try await engine.container(name) {
            try await check(container, work)
            return .done
        }
        let details = try work.plan.details(as: ContainerPlan.self)
        let (image, reference) = try await image(details, work)
        try Files.makeDirectory(folders.directory(work.session))
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
        if container.status != .created || VolumeMount.agree(meant, container.mounts) { return }
        try await engine.remove(container.id)
        throw PlatformError(
            .refused, "The container engine mounted something else than was meant; the container was deleted unused.",
            subject: folders.container(work.session),
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
        try await reference.checkRegistry(named: settings.registries)
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
}
