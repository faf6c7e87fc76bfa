import BerthDocument

extension RequestValidation {
    mutating func checkExecutable() {
        let path: DocumentPath = ["executable"]
        guard let executable = request.executable else {
            return missing(path, "it says what is to be run")
        }
        checkKind(executable.stranger, path)
        switch executable {
        case .dockerContainer(let container): checkContainer(container, path)
        case .singularityContainer(let container): checkLocation(container.location, path)
        case .jupyterNotebook(let notebook): checkLocation(notebook.location, path)
        case .cwlWorkflow(let workflow): checkLocation(workflow.location, path)
        case .snakemakeWorkflow(let workflow): checkLocation(workflow.location, path)
        case .wesWorkflow(let workflow): checkLocation(workflow.location, path)
        case .batchScript(let script): checkProgram(script.script, script.location, script.environment, path)
        case .pythonProgram(let program): checkProgram(program.script, program.location, program.environment, path)
        case .stranger: return
        }
        if let component = executable.component { checkQuotes(component, path) }
    }

    private mutating func checkContainer(_ container: DockerContainer, _ path: DocumentPath) {
        let imagePath = path.appending("image")
        if let image = container.image {
            if image.locations.isEmpty {
                missing(imagePath.appending("locations"), "name at least one place of the image")
            }
            for (index, location) in image.locations.enumerated() where location.isEmpty {
                missing(
                    imagePath.appending("locations").appending(index), "name a place of the image or leave the item out"
                )
            }
            checkDigest(image.digest, imagePath.appending("digest"))
        } else {
            missing(imagePath, "name at least one place of the image in its locations")
        }
        for entry in container.environment.entries {
            checkVariable(entry.name, path.appending("environment"))
        }
        for (index, port) in (container.network?.ports ?? []).enumerated() {
            let path = path.appending("network").appending("ports").appending(index)
            checkPort(port.internal?.port, path.appending("internal").appending("port"), isNeeded: true)
            checkPort(port.external?.port, path.appending("external").appending("port"), isNeeded: false)
        }
    }

    /// Source: OCI Image Specification 1.1, *Descriptors*, registered algorithms.
    private mutating func checkDigest(_ digest: String?, _ path: @autoclosure () -> DocumentPath) {
        guard let digest else { return }
        let digits = digest.utf8.dropFirst(7)
        let isHexadecimal = digits.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        if digest.hasPrefix("sha256:"), digits.count == 64, isHexadecimal { return }
        refuse(
            .badDigest, path(),
            "\(digest.excerpt) is not a digest; write sha256: and 64 hexadecimal digits in lower case.")
    }

    /// Source: POSIX.1-2017, 8.1.
    private mutating func checkVariable(_ name: String, _ path: @autoclosure () -> DocumentPath) {
        if name.isEmpty {
            refuse(.badName, path(), "a variable has no name; name it or leave it out.")
        } else if name.utf8.contains(0) {
            refuse(.badName, path(), "the name \(name.excerpt) holds a NUL character; write it without.")
        } else if name.utf8.contains(UInt8(ascii: "=")) {
            refuse(.badName, path().appending(name), "the name of a variable cannot hold \"=\"; write it without.")
        }
    }

    private mutating func checkPort(_ port: Int64?, _ path: @autoclosure () -> DocumentPath, isNeeded: Bool) {
        guard let port else {
            if isNeeded { missing(path(), "write the number of the port inside the container") }
            return
        }
        if !(1...65535).contains(port) {
            refuse(.badPort, path(), "\(port) is not the number of a port; write 1 to 65535.")
        }
    }

    private mutating func checkLocation(_ location: String?, _ path: @autoclosure () -> DocumentPath) {
        if location ?? "" == "" { missing(path().appending("location"), "say where it is") }
    }

    /// A program is given as text or by its place, and by one of them alone: nobody could say which of two is meant.
    private mutating func checkProgram(
        _ script: String?, _ location: String?, _ environment: NamedTexts, _ path: DocumentPath
    ) {
        switch (script ?? "", location ?? "") {
        case ("", ""): missing(path.appending("script"), "give the program as text, or its location")
        case ("", _), (_, ""): break
        default:
            refuse(
                .doubledProgram, path.appending("location"),
                "the program is given as text and by its location; leave out one of the two.")
        }
        for entry in environment.entries { checkVariable(entry.name, path.appending("environment")) }
    }

    mutating func checkStorage() {
        for (index, storage) in request.storage.enumerated() {
            let path: DocumentPath = ["storage", .index(index)]
            checkKind(storage.stranger, path)
            guard case .simple(let simple) = storage else { continue }
            checkRange(simple.size, path.appending("size"))
            checkQuotes(simple.component, path)
        }
    }

    mutating func checkData() {
        for (index, data) in request.data.enumerated() {
            let path: DocumentPath = ["data", .index(index)]
            checkKind(data.stranger, path)
            if let storage = data.storageReference {
                checkReference(storage, to: [.storage], "storage", path.appending("storage"))
            }
            if case .simple(let simple) = data { checkLocation(simple.location, path) }
            if case .skao(let skao) = data {
                checkNotNegative(skao.skao?.datasize, path.appending("skao").appending("datasize"))
            }
            if let component = data.component { checkQuotes(component, path) }
        }
    }

    mutating func checkCompute() {
        let path: DocumentPath = ["compute"]
        checkKind(request.compute?.stranger, path)
        guard let compute = request.compute?.basic else { return }
        if let accelerated = request.compute?.accelerated { checkAccelerators(accelerated, path) }
        checkRange(compute.cores, path.appending("cores"))
        checkRange(compute.memory, path.appending("memory"))
        checkQuotes(compute.component, path)
        var taken: Set<String> = []
        for (index, volume) in compute.volumes.enumerated() {
            let path = path.appending("volumes").appending(index)
            checkKind(volume.stranger, path)
            guard case .simple(let simple) = volume else { continue }
            checkQuotes(simple.component, path)
            if let resource = simple.resource {
                checkReference(resource, to: [.storage, .data], "storage or data", path.appending("resource"))
            } else {
                missing(path.appending("resource"), "name the storage or data that is mounted")
            }
            checkMount(simple, path.appending("path"), &taken)
        }
    }

    private mutating func checkAccelerators(_ compute: AcceleratedCompute, _ path: DocumentPath) {
        var models: Set<String> = []
        for (index, accelerator) in compute.accelerators.enumerated() {
            let path = path.appending("accelerators").appending(index)
            checkRange(accelerator.count, path.appending("count"))
            if !models.insert(accelerator.model ?? "gpu").inserted {
                refuse(
                    .doubledModel, path.appending("model"),
                    "\((accelerator.model ?? "gpu").excerpt) stands twice; write one item with the sum as its count.")
            }
        }
    }

    private mutating func checkReference(
        _ reference: String, to kinds: Set<RequestNames.Family>, _ what: String, _ path: @autoclosure () -> DocumentPath
    ) {
        if names.refers(reference, to: kinds) { return }
        let known = names.references(to: kinds)
        let remedy =
            known.isEmpty
            ? "the request names none" : "there are \(known.prefix(5).joined(separator: ", "))"
        refuse(.unknownReference, path(), "\(reference.excerpt) names no \(what) of this request; \(remedy).")
    }

    /// - Parameter taken: paths of the volumes before this one.
    private mutating func checkMount(
        _ volume: SimpleVolume, _ path: @autoclosure () -> DocumentPath, _ taken: inout Set<String>
    ) {
        let name = volume.component.meta?.name ?? volume.resource.flatMap { names.name(of: $0) }
        guard let mount = volume.path ?? name.map({ SimpleVolume.defaultFolder + $0 }) else { return }
        // Byte by byte, as the kernel does: a combining character after a slash does not make it another character.
        let steps = mount.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
        if mount.utf8.first != UInt8(ascii: "/") || steps.contains("..") || steps.isEmpty {
            let origin = volume.path == nil ? "made from its name, " : ""
            return refuse(
                .badPath, path(),
                "\(mount.excerpt), \(origin)is not a path for a volume; write one that begins with / and has no \"..\"."
            )
        }
        if !taken.insert(steps.joined(separator: "/")).inserted {
            refuse(.doubledPath, path(), "another volume is mounted at \(mount.excerpt) already; write another path.")
        }
    }
}

extension SimpleVolume {
    /// Where a volume is mounted that has a name and no path. Source: WIRE.md §3.2.
    public static let defaultFolder = "/volumes/"
}
