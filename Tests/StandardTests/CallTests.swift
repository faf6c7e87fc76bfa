import BerthDocument
import BerthBroker
import BerthHTTP
import BerthModel
import BerthService
import SimulationKit
import Testing

/// The calls and their statuses. Source: OpenAPI 1.0, paths.
@Suite struct CallTests {
    @Test(.clause("1.1.1", "1.1.3")) func aRequestIsAnsweredWithItsOfferSet() throws {
        try Site.run { site in
            let reply = try await site.call(.post, "/requests", Site.container())
            #expect(reply.status == 303)
            let document = try reply.document
            let id = try #require(document["meta"]?["uuid"]?.text)
            let location = try #require(reply.headers["Location"])
            #expect(location.hasSuffix("/offersets/\(id)"))
            #expect(document["result"] == "YES")
            #expect(document["offers"]?.items.isEmpty == false)
            let again = try await site.call(.get, "/offersets/\(id)")
            #expect(again.status == 200)
            #expect(try again.document == document)
        }
    }

    @Test(.clause("1.1.2", "1.6.9"))
    func aRequestThatCannotBeMetIsAnsweredToo() throws {
        try Site.run { site in
            for request in [
                Site.container("[print]", Site.compute("cores: {min: 400}")), "compute: {kind: x}", "{}",
                "executable: {kind: 'https://example.org/never-heard'}",
            ] {
                let reply = try await site.call(.post, "/requests", request)
                #expect(reply.status == 303, "\(request): \(reply.text)")
                let document = try reply.document
                #expect(document["result"] == "NO")
                let id = try #require(document["meta"]?["uuid"]?.text)
                #expect(reply.headers["Location"]?.hasSuffix("/offersets/\(id)") == true)
                #expect(try await site.call(.get, "/offersets/\(id)").document == document)
            }
        }
    }

    @Test(.clause("1.2.1", "1.2.2")) func anOfferSetIsLive() throws {
        try Site.run { site in
            let answer = try await site.ask()
            let set = try #require(answer["meta"]?["uuid"]?.text)
            let offer = try #require(answer["offers"]?.items.first?["meta"]?["uuid"]?.text)
            _ = try await site.update(offer, "REJECTED")
            let reply = try await site.call(.get, "/offersets/\(set)")
            #expect(reply.status == 200)
            let read = try reply.document
            #expect(read["offers"]?.items.first?["phase"] == "REJECTED")
            #expect(read["result"] == "YES")
        }
    }

    @Test(.clause("1.2.3", "1.4.2", "1.5.3")) func whatIsNotThereIsNotFound() throws {
        try Site.run { site in
            for id in ["00000000-0000-4000-8000-000000000000", "not-a-uuid", "%F0%9F%9A%A2"] {
                let status1 = try await site.call(.get, "/offersets/\(id)").status
                #expect(status1 == 404)
                let status2 = try await site.call(.get, "/sessions/\(id)").status
                #expect(status2 == 404)
                let status3 = try await site.update(id, "ACCEPTED").status
                #expect(status3 == 404)
            }
        }
    }

    @Test(.clause("1.3.1")) func aDirectRequestRuns() throws {
        try Site.run { site in
            let reply = try await site.call(.post, "/direct", Site.container())
            #expect(reply.status == 303)
            let session = try reply.document
            let id = try #require(session["meta"]?["uuid"]?.text)
            #expect(session["phase"] == "ACCEPTED")
            #expect(reply.headers["Location"]?.hasSuffix("/sessions/\(id)") == true)
            #expect(try await site.follow(id)["phase"] == "COMPLETED")
        }
    }

    @Test(.clause("1.3.2")) func aDirectRequestThatCannotBeMetSaysWhy() throws {
        try Site.run { site in
            let reply = try await site.call(
                .post, "/direct", Site.container("[print]", Site.compute("memory: {min: 900}")))
            #expect(reply.status == 400)
            let session = try reply.document
            #expect(session["phase"] == "FAILED")
            #expect(session["kind"]?.text == Kind.scheduledSession.uri)
            #expect(session.said.contains("compute.memory.min: 900 GiB are wanted, this platform has 8."))
        }
    }

    @Test(.clause("1.4.1", "1.5.1")) func aSessionIsReadAndUpdated() throws {
        try Site.run { site in
            let id = try await site.offer()
            let read = try await site.call(.get, "/sessions/\(id)")
            #expect(read.status == 200)
            #expect(try read.document["phase"] == "OFFERED")
            let reply = try await site.update(id, "ACCEPTED")
            #expect(reply.status == 200)
            #expect(try reply.document["phase"] == "ACCEPTED")
        }
    }

    @Test(.clause("1.5.2", "1.6.4")) func sessionsBelongToWhoAskedForThem() throws {
        // The digests of `one` and `two`.
        let users = [
            Identification.User(
                subject: "ada", tokenSHA256: "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"),
            Identification.User(
                subject: "grace", tokenSHA256: "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"),
        ]
        try Site.run(users: users) { site in
            let id = try #require(try await site.offers(token: "one").first)
            let status4 = try await site.update(id, "ACCEPTED", token: "two").status
            #expect(status4 == 403)
            let status5 = try await site.call(.get, "/sessions/\(id)", token: "two").status
            #expect(status5 == 403)
            #expect(try await site.call(.get, "/sessions/\(id)", token: "one").document["phase"] == "OFFERED")
            for token in [nil, "three"] {
                let reply = try await site.call(.get, "/sessions/\(id)", token: token)
                #expect(reply.status == 401)
                #expect(reply.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            }
        }
    }

    @Test(.clause("1.5.4", "1.6.1")) func anUpdateThatThePhaseDoesNotAllowChangesNothing() throws {
        try Site.run { site in
            let id = try await site.offer()
            let before = try await site.session(id)
            let reply = try await site.update(id, "CANCELLED")
            #expect(reply.status == 409)
            #expect(reply.type.hasPrefix("application/problem+json"))
            let problem = try reply.document
            #expect(problem["status"] == 409)
            for name in ["type", "title", "detail"] { #expect(problem[name]?.text?.isEmpty == false) }
            #expect(try await site.session(id) == before)
            // What every phase refuses.
            let status6 = try await site.update(id, "RUNNING").status
            #expect(status6 == 409)
            #expect(
                try await site.call(
                    .post, "/sessions/\(id)", "{kind: 'uri:integer-value-update', path: compute.cores.max, value: 9}"
                ).status == 409)
        }
    }

    @Test(
        .clause("1.6.2"),
        arguments: [("application/json", "{"), ("application/yaml", "{a: "), ("application/xml", "<a>")])
    func anUnreadableBodyIsRefused(_ type: String, _ body: String) throws {
        try Site.run { site in
            let reply = try await site.call(.post, "/requests", body, type: type)
            #expect(reply.status == 400)
            #expect(try reply.document["status"] == 400)
        }
    }

    @Test(
        .clause("1.6.3"),
        arguments: [
            ("application/json", #"{"compute": {"kind": "simple-compute-resource", "cores": {"min": "many"}}}"#),
            ("application/yaml", "compute: {kind: simple-compute-resource, cores: {min: many}}"),
            (
                "application/xml",
                "<ExecutionRequest><compute kind='simple-compute-resource'><cores><min>many</min></cores></compute>"
                    + "</ExecutionRequest>"
            ),
        ]) func aValueOfTheWrongTypeIsRefusedWithItsPath(_ type: String, _ body: String) throws
    {
        try Site.run { site in
            let reply = try await site.call(.post, "/requests", body, type: type)
            #expect(reply.status == 400, "\(reply.text)")
            #expect(try reply.document["problems"]?.items.compactMap { $0["path"]?.text } == ["compute.cores.min"])
        }
    }

    @Test(.clause("1.6.5")) func mediaTypesThatAreNotSpokenAreRefused() throws {
        try Site.run { site in
            let status7 = try await site.call(.post, "/requests", "x", type: "text/csv").status
            #expect(status7 == 415)
            let status8 = try await site.call(.post, "/requests", Site.container(), accept: "text/csv").status
            #expect(status8 == 406)
            let status9 = try await site.call(.get, "/sessions", accept: "image/png").status
            #expect(status9 == 406)
        }
    }

    @Test(.clause("1.6.6")) func anExpiredOfferIsGone() throws {
        try Site.run { site in
            let id = try await site.offer()
            await site.world.advance(by: TimeSpan(seconds: 301))
            let status10 = try await site.update(id, "ACCEPTED").status
            #expect(status10 == 410)
        }
    }

    @Test(.clause("1.6.7")) func aBodyThatIsTooLargeIsRefused() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok) }
        let client = HTTPClient()
        var request = HTTPClientRequest(.post, "http://127.0.0.1:\(server.port)/requests")
        request.body = Array(repeating: 32, count: 1 << 20)
        #expect(try await client.send(request).status == .ok)
        request.body?.append(32)
        #expect(try await client.send(request).status == .contentTooLarge)
        await client.close()
        await server.stop()
    }

    @Test(.clause("1.6.8")) func tooManyQuestionsAtOnceAreToldToComeBack() throws {
        try Site.run(SitePlatform(), { $0.questionsAtOnce = 0 }) { site in
            let reply = try await site.call(.post, "/requests", Site.container())
            #expect(reply.status == 429)
            #expect(reply.headers["Retry-After"] != nil)
        }
    }
}
