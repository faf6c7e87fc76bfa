import BerthDocument
import BerthModel
import Testing

/// What answers are made of. Source: OpenAPI 1.0, components.
@Suite struct DocumentTests {
    private static let whole = """
        executable: {kind: docker-container, meta: {name: job}, image: {locations: [localhost/any:1]}, command: [print]}
        storage: [{kind: simple-storage-resource, meta: {name: disk}}]
        data: [{kind: simple-data-resource, meta: {name: input}, location: 'https://example.org/a'}]
        compute:
          kind: simple-compute-resource
          volumes: [{kind: simple-volume-mount, resource: disk}]
        """

    @Test(.clause("2.1.1", "2.1.2")) func aYesHasOffers() throws {
        try Site.run { site in
            let answer = try await site.ask()
            #expect(answer["kind"]?.text == Kind.offerSet.uri)
            #expect(answer["meta"]?["uuid"]?.text.flatMap { UUID($0) } != nil)
            #expect(answer["result"] == "YES")
            let offers = answer["offers"]?.items ?? []
            #expect(!offers.isEmpty)
            for offer in offers { #expect(offer["phase"] == "OFFERED") }
        }
    }

    @Test(.clause("2.1.3")) func aNoHasReasons() throws {
        try Site.run { site in
            let answer = try await site.ask("{}")
            #expect(answer["result"] == "NO")
            #expect(!answer.names.contains("offers"))
            #expect(answer["meta"]?["messages"]?.items.isEmpty == false)
        }
    }

    @Test(.clause("2.2.1", "2.2.3")) func everyComponentHasItsKindIdentifierPhaseAndSchedule() throws {
        try Site.run { site in
            let answer = try await site.ask(Self.whole)
            let offer = try #require(answer["offers"]?.items.first, "\(answer.said)")
            #expect(offer["kind"]?.text == Kind.scheduledSession.uri)
            let volumes = offer["compute"]?["volumes"]?.items ?? []
            let lives =
                [offer["executable"], offer["compute"]].compactMap { $0 } + (offer["storage"]?.items ?? [])
                + (offer["data"]?.items ?? [])
            #expect(lives.count == 5 && volumes.count == 1)
            var identifiers: Set<String> = []
            for component in [offer] + lives + volumes {
                #expect(component["kind"]?.text.flatMap { Kind(uri: $0) } != nil)
                let id = try #require(component["meta"]?["uuid"]?.text)
                #expect(identifiers.insert(id).inserted)
            }
            for component in lives {
                #expect(component["phase"] == "INITIALIZING")
                #expect(component["schedule"]?.names == ["preparing", "available", "releasing"])
            }
            for part in ["preparing", "available", "releasing"] {
                #expect(offer["schedule"]?[part]?.names == ["start", "duration"])
            }
        }
    }

    @Test(.clause("2.2.2")) func onlyAnOfferExpires() throws {
        try Site.run { site in
            let id = try await site.offer()
            #expect(try await site.session(id)["expires"]?.text.flatMap { Instant($0) } != nil)
            let reply = try await site.update(id, "ACCEPTED")
            #expect(try !reply.document.names.contains("expires"))
        }
    }

    @Test(.clause("2.2.4")) func messagesHaveAllSixMembers() throws {
        try Site.run { site in
            let failed = try await site.run(Site.container("[exit, 3]")).session
            let documents = [
                failed, try await site.ask("{}"), try await site.ask(Site.container("[print]", "colour: blue")),
            ]
            for document in documents {
                let messages = document["meta"]?["messages"]?.items ?? []
                #expect(!messages.isEmpty)
                for message in messages {
                    for name in ["kind", "time", "level", "template", "values", "message"] {
                        #expect(message.names.contains(name), "\(name) in \(message)")
                    }
                    #expect(message["message"]?.text?.contains("{") == false, "\(message)")
                }
            }
        }
    }

    @Test(.clause("2.3.1", "2.3.2"), arguments: ["EB/schema/types/", "EB/schema/v1.0/types/"])
    func olderKindsAreReadAndTheNewOneIsWritten(_ prefix: String) throws {
        try Site.run { site in
            let old = "https://www.purl.org/ivoa.net/" + prefix
            let answer = try await site.ask(
                """
                executable: {kind: \(old)executable/docker-container-1.0, image: {locations: [localhost/any:1]}}
                compute: {kind: \(old)compute/simple-compute-resource-1.0, cores: {min: 2}}
                """)
            let offer = try #require(answer["offers"]?.items.first, "\(answer.said)")
            #expect(offer["executable"]?["kind"]?.text == Kind.dockerContainer.uri)
            #expect(
                offer["compute"]?["kind"]?.text == "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/"
                    + "compute/simple-compute-resource.yaml"
            )
        }
    }

    @Test(.clause("2.3.3")) func strangersKindsAreRefusedByName() throws {
        try Site.run { site in
            let answer = try await site.ask(
                Site.container() + "\ndata: [{kind: 'https://example.org/teapot', spout: left}]")
            #expect(answer["result"] == "NO")
            #expect(answer.said.contains("data[0].kind: the kind https://example.org/teapot is not known here."))
        }
    }

    @Test(.clause("2.3.4")) func answersHaveNoWordsOfTheirOwn() throws {
        try Site.run { site in
            let sessions = [
                try await site.run(Site.container()).session, try await site.run(Site.container("[exit, 1]")).session,
            ]
            let answers = [try await site.ask(), try await site.ask("{}")]
            for document in (sessions + answers).flatMap(\.everything) {
                if let kind = document["kind"]?.text { #expect(Kind(uri: kind) != nil, "\(kind)") }
                if let phase = document["phase"]?.text {
                    #expect(SessionPhase(rawValue: phase) != nil || ComponentPhase(rawValue: phase) != nil)
                }
                if let level = document["level"]?.text { #expect(MessageLevel(rawValue: level) != nil) }
            }
        }
    }
}
