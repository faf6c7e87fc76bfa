import BerthDocument
import BerthModel
import BerthPlatform

/// Questions and answers as they are used again and again.
enum Sample {
    static let now = Instant(seconds: 1_800_000_000)

    static let yaml = """
        executable: {kind: docker-container, image: {locations: [x]}}
        compute:
          kind: simple-compute-resource
          cores: {min: 2, max: 8}
          memory: {min: 4}
          volumes: [{kind: simple-volume-mount, path: /in, resource: input}]
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 3}}]
        data: [{kind: simple-data-resource, meta: {name: input}, storage: disk, location: "https://h/x"}]
        """

    static func request(_ yaml: String = yaml) -> ExecutionRequest {
        guard let document = try? Document.read(Array(yaml.utf8), as: .yaml) else { return ExecutionRequest() }
        return ExecutionRequest.reading(document, from: .yaml).value
    }

    static func question(_ yaml: String = yaml, ids first: UInt64 = 0) -> Question {
        var number = first
        return Question(request(yaml), asker: Identity(subject: "ada"), now: now, defaults: .init()) {
            number += 1
            return UUID(random: 1, number)
        }
    }

    static func answer(_ json: String) -> OfferSetResponse {
        guard let document = try? Document.read(Array(json.utf8), as: .yaml) else { return OfferSetResponse() }
        return OfferSetResponse.reading(document, from: .yaml).value
    }
}
