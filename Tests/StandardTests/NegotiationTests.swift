import BerthDocument
import BerthHTTP
import BerthModel
import Testing

/// Syntaxes, in and out. Source: OpenAPI 1.0, content; RFC 9110, section 12.5.1.
@Suite struct NegotiationTests {
    private static let json = #"""
        {"executable": {"kind": "docker-container", "image": {"locations": ["localhost/any:1"]}, "command": ["print"]}}
        """#
    private static let xml = """
        <ExecutionRequest><executable kind="docker-container"><image><locations><location>localhost/any:1</location>\
        </locations></image><command><item>print</item></command></executable></ExecutionRequest>
        """

    @Test(
        .clause("1.7.1"),
        arguments: [
            ("application/json", json), ("application/yaml", Site.container()), ("text/yaml", Site.container()),
            ("application/x-yaml; charset=utf-8", Site.container()), ("application/vnd.x+yaml", Site.container()),
        ]) func everySyntaxIsRead(_ type: String, _ body: String) throws
    {
        try Site.run { site in
            let reply = try await site.call(.post, "/requests", body, type: type)
            #expect(reply.status == 303, "\(reply.text)")
            #expect(try reply.document["result"] == "YES")
        }
    }

    @Test(.clause("1.7.1")) func XMLIsReadAsItIsWritten() throws {
        try Site.run { site in
            var request = ExecutionRequest()
            var container = DockerContainer()
            container.image = ContainerImage()
            container.image?.locations = ["localhost/any:1"]
            container.command = ["print", "x"]
            request.executable = .dockerContainer(container)
            let body = try request.document(for: .xml).written(as: .xml, root: "ExecutionRequest")
            let reply = try await site.call(
                .post, "/requests", String(decoding: body, as: UTF8.self), type: "application/xml",
                accept: "application/xml")
            #expect(reply.status == 303, "\(reply.text)")
            #expect(reply.type.hasPrefix("application/xml"))
            #expect(try reply.document["result"]?.text == "YES")
        }
    }

    @Test(
        .clause("1.7.2"),
        arguments: [
            (nil, "application/json"), ("*/*", "application/json"), ("application/yaml", "application/yaml"),
            ("application/xml;q=0.4, application/yaml;q=0.7", "application/yaml"),
            ("application/json;q=0, application/xml", "application/xml"), ("text/html, */*;q=0.1", "application/json"),
        ] as [(String?, String)]) func theAnswerIsWhatIsAcceptedMost(_ accept: String?, _ type: String) throws
    {
        try Site.run { site in
            let reply = try await site.call(.post, "/requests", Site.container(), accept: accept)
            #expect(reply.type.hasPrefix(type), "\(reply.type)")
            _ = try reply.document
        }
    }

    @Test(.clause("1.7.3")) func membersThatAreNotKnownAreReportedOnce() throws {
        try Site.run { site in
            let answer = try await site.ask(Site.container("[print]", "colour: blue\n" + Site.compute("spin: 3")))
            #expect(answer["result"] == "YES")
            let messages = answer["meta"]?["messages"]?.items.filter { $0["level"] == "INFO" } ?? []
            #expect(messages.compactMap { $0["values"]?["path"]?.text }.sorted() == ["colour", "compute.spin"])
        }
    }

    @Test(.clause("1.7.4")) func yesAndNoAreQuotedInYAML() throws {
        try Site.run { site in
            let yes = try await site.call(.post, "/requests", Site.container(), accept: "application/yaml")
            #expect(yes.text.contains("result: \"YES\"") || yes.text.contains("result: 'YES'"))
            let no = try await site.call(.post, "/requests", "{}", accept: "application/yaml")
            #expect(no.text.contains("result: \"NO\"") || no.text.contains("result: 'NO'"))
        }
    }

    @Test(.clause("1.7.5")) func aNumberIsTakenAsItsText() throws {
        try Site.run { site in
            let answer = try await site.ask(Site.container("[exit, 0, 1.50]"))
            #expect(answer["offers"]?.items.first?["executable"]?["command"]?.words == ["exit", "0", "1.50"])
        }
    }

    @Test(.clause("1.7.6")) func whatIsNotThereIsLeftOut() throws {
        try Site.run { site in
            for document in [try await site.ask(), try await site.ask("{}")] {
                for inner in document.everything {
                    guard case .map(let members) = inner else { continue }
                    for member in members.members {
                        #expect(member.value != .null && member.value != .list([]), "\(member.name)")
                    }
                }
            }
        }
    }
}
