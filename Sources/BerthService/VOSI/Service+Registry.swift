import BerthBroker
import BerthHTTP
import BerthRegistry
import BerthSchemas

/// What the service tells registries.
extension Service {
    func registryRecord() throws(Refusal) -> HTTPResponse {
        HTTPResponse(.ok, contentType: VOSI.mediaType, body: Array(try record().document.utf8)).tagged()
    }

    func harvest(_ request: HTTPRequest) throws(Refusal) -> HTTPResponse {
        let answer = OAIAnswer(
            try record(), url: broker.settings.publicURL + Operation.registryOAI.path, now: world.now())
        let text = answer.document(request.target.query.map { ($0.name, $0.value) })
        return HTTPResponse(.ok, contentType: "text/xml; charset=utf-8", body: Array(text.utf8)).uncached()
    }

    /// - Throws: `notFound` for a service that does not publish itself.
    private func record() throws(Refusal) -> PublishedRecord {
        if let record = settings.record { return record }
        throw Refusal(
            .notFound, "This service has no record; its administrator can write one with the key publish.")
    }
}
