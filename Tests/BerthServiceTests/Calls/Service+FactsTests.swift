import BerthBroker
import BerthDocument
import BerthHTTP
import BerthIdentity
import BerthModel
import BerthSchemas
import Testing

@testable import BerthService

@Suite struct ServiceFactsTests {
    @Test func whoseTokensAreTaken() async throws {
        try await RunningService.during { service in
            let path = "/.well-known/oauth-protected-resource"
            let nobodys = try await service.client.get(path)
            #expect(
                nobodys.text
                    == #"{"resource":"http://berth.test:8470","resource_name":"Berth","#
                    + #""bearer_methods_supported":["header"]}"# + "\n")
            var settings = IssuerSettings(url: "https://a.example", audience: "me")
            settings.requiredScope = "compute"
            settings.clientID = "berth"
            let issuers = try TrustedIssuers([settings]) { Instant(seconds: 0) }
            service.service.takeUp(try Identification(users: Tokens.users, issuers: issuers))
            let reply = try await service.client.get(path)
            #expect(try reply.text(["authorization_servers", .index(0)]) == "https://a.example")
            #expect(try reply.text(["scopes_supported", .index(0)]) == "compute")
            let index = try await service.client.get("/", [("Accept", "application/json")])
            #expect(
                try index.json["issuers"] == [
                    ["url": "https://a.example", "audience": "me", "clientID": "berth", "scopes": ["compute"]]
                ])
            let capabilities = try await service.client.get("/capabilities").text
            #expect(
                capabilities.contains(
                    """
                          <accessURL use="base">http://berth.test:8470</accessURL>
                          <securityMethod standardID="ivo://ivoa.net/sso#OpenID"/>
                          <securityMethod standardID="ivo://ivoa.net/sso#OAuth"/>
                        </interface>
                    """))
            #expect(try await service.client.get("/sessions", [("Accept", "application/json")]).status == 401)
        }
    }

    @Test func platformsAreListed() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.get("/platforms")
            #expect(reply.status == 200)
            #expect(try reply.text(["platforms", .index(0), "name"]) == "simple")
            #expect(try reply.json.value(at: ["platforms", .index(0), "cores"]) == 4)
        }
    }

    @Test func aServiceThatWorksIsHealthy() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.get("/health")
            #expect(reply.status == 200)
            #expect(reply.text == #"{"status":"PASS","version":"1.2.3"}"#)
            #expect(reply.headers["Cache-Control"] == "no-store")
            #expect(try await service.client.get("/health", [("Accept", "image/png")]).status == 406)
        }
    }

    @Test func aServiceThatStopsIsNot() async throws {
        try await RunningService.during { service in
            await service.broker.stop()
            let reply = try await service.client.get("/health")
            #expect(reply.status == 503)
            #expect(
                reply.text
                    == #"{"status":"FAIL","version":"1.2.3","messages":["The service is stopping."]}"#)
            let availability = try await service.client.get("/availability")
            #expect(availability.status == 200)
            #expect(availability.text.contains("<vosi:available>false</vosi:available>"))
            #expect(availability.text.contains("<vosi:note>The service is stopping.</vosi:note>"))
        }
    }

    @Test func figuresAreTold() async throws {
        try await RunningService.during { service in
            _ = try await service.client.post("/requests", Requests.no)
            _ = try await service.client.post("/requests", Requests.yes)
            // A call is counted when its answer is sent, which its client may know first.
            var reply = try await service.client.get("/metrics")
            for _ in 0..<1000 where !reply.text.contains(#"route="/requests",method="POST",status="303"} 2"#) {
                reply = try await service.client.get("/metrics")
            }
            #expect(reply.status == 200)
            #expect(reply.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = Set(reply.text.split(separator: "\n").map { String($0) })
            for line in [
                #"berth_answers_total{result="yes"} 1"#, #"berth_answers_total{result="no"} 1"#,
                #"berth_obstacles_total{platform="simple",reason="never"} 1"#, "berth_offers_made_total 1",
                #"berth_sessions_unfinished{phase="OFFERED"} 1"#,
                #"berth_http_requests_total{route="/requests",method="POST",status="303"} 2"#,
                #"berth_http_request_duration_seconds_count{route="/requests"} 2"#, "berth_event_streams_open 0",
                #"berth_info{version="1.2.3"} 1"#,
            ] {
                #expect(lines.contains(line), "\(line)")
            }
            #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
            #expect(lines.contains { $0.hasPrefix("process_open_fds ") })
            // Each figure is told of once.
            let types = lines.filter { $0.hasPrefix("# TYPE ") }
            #expect(types.count == reply.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.count)
        }
    }

    @Test func figuresAreToldToThisMachine() async throws {
        let far = HTTPAddress(numeric: "192.0.2.1", port: 5)
        for (everybody, peer, status) in [(false, far, 403), (true, far, 200), (false, nil, 200)] {
            var settings = ServiceSettings()
            settings.tellsFiguresToEverybody = everybody
            try await RunningService.during(settings) { service in
                let request = HTTPRequest(method: .get, target: RequestTarget(segments: ["metrics"]), peer: peer)
                #expect(await service.service.router.answer(request).status.code == status)
            }
        }
    }

    @Test func VOSIIsAnswered() async throws {
        try await RunningService.during { service in
            let capabilities = try await service.client.get("/capabilities")
            #expect(capabilities.status == 200)
            #expect(capabilities.headers["Content-Type"] == "application/xml")
            #expect(capabilities.text.contains(">\(RunningService.publicURL)/availability</accessURL>"))
            let availability = try await service.client.get("/availability")
            #expect(availability.headers["Content-Type"] == "application/xml")
            #expect(availability.text.contains("<vosi:available>true</vosi:available>"))
        }
    }

    @Test func theIndexIsForPeopleAndPrograms() async throws {
        try await RunningService.during { service in
            let program = try await service.client.get("/")
            #expect(program.headers["Content-Type"] == "application/json")
            #expect(try program.text(["links", .index(0), "href"]) == "\(RunningService.publicURL)/sessions")
            let person = try await service.client.get(
                "/", [("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")])
            #expect(person.headers["Content-Type"] == "text/html; charset=utf-8")
            #expect(person.headers["Vary"]?.contains("Accept") == true)
            #expect(person.text.contains("<h1>Berth 1.2.3</h1>"))
            let xml = try await service.client.get("/", [("Accept", "text/xml")])
            #expect(try Document.readXML(xml.body).root == "Service")
            #expect(try await service.client.get("/", [("Accept", "image/png")]).status == 406)
        }
    }

    @Test func schemasAreServed() async throws {
        try await RunningService.during { service in
            for (name, mediaType) in SchemaFiles.all {
                let reply = try await service.client.get("/schemas/\(name)")
                #expect(reply.status == 200, "\(name)")
                #expect(reply.headers["Content-Type"] == mediaType)
                let tag = try #require(reply.headers["ETag"])
                #expect(reply.headers["Cache-Control"] == "public, max-age=300")
                #expect(try await service.client.get("/schemas/\(name)", [("If-None-Match", tag)]).status == 304)
            }
            for name in ["nothing", "openapi.json", "Berth.xsd"] {
                #expect(try await service.client.get("/schemas/\(name)").status == 404, "\(name)")
            }
            #expect(try await service.client.get("/schemas/%2e%2e%2fopenapi.json").status == 400)
        }
    }

    @Test func theDescriptionIsServed() async throws {
        try await RunningService.during { service in
            let json = try await service.client.get("/openapi.json")
            #expect(json.headers["Content-Type"] == "application/json")
            #expect(try json.text(["openapi"]) == "3.1.0")
            let yaml = try await service.client.get("/openapi.yaml")
            #expect(yaml.headers["Content-Type"] == "application/yaml")
            #expect(yaml.text.hasPrefix("openapi: "))
        }
    }
}
