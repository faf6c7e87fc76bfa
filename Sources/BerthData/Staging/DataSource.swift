package import BerthDocument
package import BerthModel
package import BerthPlatform

/// Where data can be had from, as far as a platform can fetch it by itself.
package struct DataSource: Sendable, Hashable {
    /// Tried in order; each with the member of the data that named it.
    package var copies: [Copy] = []
    /// What the bytes must add up to.
    package var checksum: Checksum?
    /// What the asker or a catalogue says about the size, in bytes.
    package var bytes: Int64?

    /// One place where the data is.
    package struct Copy: Sendable, Hashable {
        /// An `http`, `https` or `file` URL.
        package var url: String
        package var path: DocumentPath
    }

    /// Whether the data is a file of the host: what a site has to allow.
    package var isHostFile: Bool { copies.contains { DataURL.scheme(of: $0.url) == "file" } }

    /// The name of the file that the data becomes.
    package var fileName: String { copies.first.map { DataURL.fileName(of: $0.url) } ?? "data" }

    /// Reads where the data is.
    ///
    /// - Parameter path: where the data stands in the request.
    /// - Throws: every reason why it cannot be fetched, without any input or output.
    package static func reading(_ data: DataResource, at path: DocumentPath) throws(Obstacles) -> DataSource {
        var source = DataSource()
        switch data {
        case .simple(let simple):
            try source.add(simple.location, path.appending("location"), required: true)
        case .s3(let object):
            try source.add(object, path)
        case .ivoa(let ivoa):
            try source.add(ivoa.ivoa, path.appending("ivoa"))
        case .skao(let skao):
            try source.add(skao, path)
        case .rucio(let rucio):
            throw Obstacles([
                Obstacle(
                    .notKnown, path.appending("kind"),
                    "{path}: data in Rucio ({endpoint}) cannot be fetched from here; name an http or https copy.",
                    ["endpoint": rucio.rucio?.endpoint ?? "no endpoint"], couldChange: "the site")
            ])
        case .stranger: break
        }
        return source
    }

    private mutating func add(_ url: String?, _ path: DocumentPath, required: Bool) throws(Obstacles) {
        guard let url, !url.isEmpty else {
            if !required { return }
            throw Obstacles([Obstacle(.contradictory, path, "{path} is missing: it says where the data is.")])
        }
        if DataURL.scheme(of: url) != "file", let fault = DataURL.fault(of: url) {
            throw Obstacles([
                Obstacle(
                    DataURL.scheme(of: url) == nil ? .contradictory : .notKnown, path,
                    "{path}: {location} cannot be used: {fault}.",
                    ["location": DataURL.withoutSecrets(url), "fault": fault])
            ])
        }
        copies.append(Copy(url: url, path: path))
    }

    private mutating func add(_ object: S3Data, _ path: DocumentPath) throws(Obstacles) {
        var obstacles: [Obstacle] = []
        for (name, value) in [("endpoint", object.endpoint), ("bucket", object.bucket), ("object", object.object)]
        where (value ?? "").isEmpty {
            obstacles.append(
                Obstacle(.contradictory, path.appending(name), "{path} is missing: it says where the object is."))
        }
        if !obstacles.isEmpty { throw Obstacles(obstacles) }
        var url = object.template ?? "{endpoint}/{bucket}/{object}"
        var endpoint = object.endpoint ?? ""
        while endpoint.hasSuffix("/") { endpoint.removeLast() }
        let place = path.appending(object.template == nil ? "object" : "template")
        for (name, value) in [
            ("{endpoint}", endpoint), ("{bucket}", DataURL.encoded(object.bucket ?? "")),
            ("{object}", DataURL.encoded(object.object ?? "")),
        ] {
            // A short template becomes as long as it names what is long.
            let count = url.utf8.count + url.ranges(of: name).count * value.utf8.count
            if count > DataURL.maximumBytes {
                throw Obstacles([
                    Obstacle(
                        .contradictory, place,
                        "{path}: the address of the object is longer than {available} bytes; make it shorter.",
                        ["available": "\(DataURL.maximumBytes)"])
                ])
            }
            url = url.replacing(name, with: value)
        }
        try add(url, path.appending(object.template == nil ? "endpoint" : "template"), required: true)
    }

    private mutating func add(_ ivoa: IvoaObject?, _ path: DocumentPath) throws(Obstacles) {
        // A DataLink row points at the data itself; an ObsCore row may.
        let link = ivoa?.datalink
        try add(link?.accessURL, path.appending("datalink").appending("access_url"), required: false)
        let row = ivoa?.obscore
        let isLinks = row?.accessFormat?.contains("content=datalink") ?? false
        if !isLinks {
            let named = path.appending("obscore").appending("access_url")
            if row?.accessURL != link?.accessURL { try add(row?.accessURL, named, required: false) }
        }
        bytes = link?.contentLength
        if !copies.isEmpty { return }
        throw Obstacles([
            Obstacle(
                .notKnown, path,
                isLinks
                    ? "{path}: the access_url is a DataLink service, which this platform cannot follow yet; "
                        + "give the row of its answer as datalink."
                    : "{path}: neither obscore nor datalink has an access_url to fetch the data from.",
                couldChange: isLinks ? "the site" : nil)
        ])
    }

    private mutating func add(_ skao: SkaoData, _ path: DocumentPath) throws(Obstacles) {
        let object = path.appending("skao")
        var obstacles: [Obstacle] = []
        for (index, replica) in (skao.skao?.replicas ?? []).enumerated() {
            do throws(Obstacles) {
                let named = object.appending("replicas").appending(index).appending("dataurl")
                try add(replica.dataurl, named, required: true)
            } catch {
                // One copy that can be fetched is enough.
                obstacles += error.all
            }
        }
        if copies.isEmpty {
            if !obstacles.isEmpty { throw Obstacles(obstacles) }
            throw Obstacles([
                Obstacle(
                    .notKnown, object.appending("replicas"),
                    "{path} names no copy; data is fetched here from the dataurl of a replica.")
            ])
        }
        bytes = skao.skao?.datasize
        guard let checksum = skao.skao?.checksum else { return }
        if let fault = Digest.fault(of: checksum) {
            throw Obstacles([
                Obstacle(
                    .notKnown, object.appending("checksum"), "{path}: {fault}.", ["fault": fault])
            ])
        }
        self.checksum = checksum
    }
}

/// Reasons why data cannot be fetched; never empty.
package struct Obstacles: Error {
    package var all: [Obstacle]

    package init(_ all: [Obstacle]) {
        self.all = all
    }
}

extension String {
    /// The text with every occurrence of a part replaced.
    fileprivate func replacing(_ part: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(part) {
                result += other
                rest = rest.dropFirst(part.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
