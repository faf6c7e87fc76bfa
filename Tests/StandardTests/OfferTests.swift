import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

/// What an offer promises, and what becomes of it. Source: working draft, offers.
@Suite struct OfferTests {
    private func first(_ answer: Document) throws -> Document {
        try #require(answer["offers"]?.items.first, "\(answer.said)")
    }

    @Test(.clause("3.1.1", "3.1.2")) func anOfferLiesBetweenMinimumAndMaximum() throws {
        try Site.run { site in
            let offer = try first(
                try await site.ask(
                    Site.container("[print]", Site.compute("cores: {min: 2, max: 3}, memory: {min: 3, max: 6}"))))
            for (name, least, most) in [("cores", Int64(2), Int64(3)), ("memory", 3, 6)] {
                let range = try #require(offer["compute"]?[name])
                #expect((range["min"]?.whole ?? 0) >= least)
                #expect((range["max"]?.whole ?? .max) <= most)
            }
        }
    }

    @Test(.clause("3.1.3")) func aMinimumAboveItsMaximumIsRefusedWithItsPath() throws {
        try Site.run { site in
            let answer = try await site.ask(Site.container("[print]", Site.compute("cores: {min: 3, max: 2}")))
            #expect(answer["result"] == "NO")
            let paths = answer["meta"]?["messages"]?.items.compactMap { $0["values"]?["path"]?.text } ?? []
            #expect(paths.contains { $0.hasPrefix("compute.cores") }, "\(paths)")
        }
    }

    @Test(.clause("3.2.1", "3.2.2", "3.2.3")) func defaultsStandWhereNothingWasSaid() throws {
        try Site.run { site in
            let offer = try first(
                try await site.ask(
                    Site.container() + """

                        storage: [{kind: simple-storage-resource, meta: {name: disk}}]
                        """))
            #expect(offer["compute"]?["cores"]?["min"] == 1)
            #expect(offer["compute"]?["memory"]?["min"] == 1)
            #expect(offer["storage"]?.items.first?["size"]?["min"] == 1)
            #expect(offer["executable"]?["image"]?["platform"]?["architecture"] == "amd64")
            #expect(offer["executable"]?["image"]?["platform"]?["os"] == "linux")
            #expect(offer["schedule"]?["available"]?["duration"] == "PT2H")
            let expires = try #require(offer["expires"]?.text.flatMap { Instant($0) })
            #expect(expires == site.world.now() + TimeSpan(seconds: 300))

            let mounted = try first(
                try await site.ask(
                    Site.container() + """

                        storage: [{kind: simple-storage-resource, meta: {name: disk}}]
                        compute: {kind: simple-compute-resource, volumes: [{kind: simple-volume-mount, resource: disk}]}
                        """))
            let volume = mounted["compute"]?["volumes"]?.items.first
            #expect(volume?["mode"] == "READONLY")
            #expect(volume?["path"] == "/volumes/disk")
        }
    }

    @Test(.clause("3.3.1", "3.3.2", "3.3.3")) func theSlotLiesInTheIntervalAndHoldsEverything() throws {
        try Site.run { site in
            let start = site.world.now() + TimeSpan(seconds: 3600)
            let window = Interval(start: start, end: start + TimeSpan(seconds: 600))
            let offer = try first(
                try await site.ask(
                    Site.container() + "\nschedule: {requested: {start: '\(window)', duration: PT90M}}"))
            let schedule = try #require(offer["schedule"])
            let available = try Interval(reading: schedule["available"]?["start"]?.text ?? "")
            #expect(available.start >= window.start && available.end <= window.end)
            let duration = try #require(schedule["available"]?["duration"]?.text.flatMap { TimeSpan($0) })
            #expect(duration >= TimeSpan(seconds: 5400))
            let preparing = try #require(schedule["preparing"]?["start"]?.text.flatMap { Instant($0) })
            #expect(preparing + (TimeSpan(schedule["preparing"]?["duration"]?.text ?? "") ?? .zero) == available.start)
            let releasing = try #require(schedule["releasing"]?["start"]?.text.flatMap { Instant($0) })
            #expect(releasing == available.start + duration)
            #expect(schedule["releasing"]?["duration"] == "PT5S")
        }
    }

    @Test(.clause("3.4.1", "3.4.2")) func anOfferHoldsUntilItExpires() throws {
        try Site.run { site in
            let window = "\(site.world.now())/PT1M"
            let all = Site.container(
                "[print]", Site.compute("cores: {min: 4}") + "\nschedule: {requested: {start: '\(window)'}}")
            let id = try await site.offer(all)
            let second = try await site.ask(all)
            #expect(second["result"] == "NO")
            #expect(second.said.contains("held or booked"), "\(second.said)")
            let expires = try #require(try await site.session(id)["expires"]?.text.flatMap { Instant($0) })
            await site.world.advance(to: expires)
            #expect(try await site.session(id)["phase"] == "EXPIRED")
            let again = Site.container("[print]", Site.compute("cores: {min: 4}"))
            let start = try Interval(
                reading: try first(try await site.ask(again))["schedule"]?["available"]?["start"]?.text ?? "")
            #expect(start.start <= site.world.now() + TimeSpan(seconds: 10))
        }
    }

    @Test(.clause("3.4.3", "3.4.4", "3.4.5")) func oneOfTheSiblingsWins() throws {
        try Site.run { site in
            let broker = try Broker(
                platforms: [SitePlatform(cores: 4), Named(name: "other", SitePlatform(cores: 4))], store: MemoryStore(),
                settings: BrokerSettings(), world: site.world)
            try await broker.start()
            var request = ExecutionRequest()
            var container = DockerContainer()
            container.image = ContainerImage()
            container.image?.locations = ["localhost/any:1"]
            container.command = ["wait"]
            request.executable = .dockerContainer(container)
            let offers = try await broker.ask(request, as: .anonymous).offers.compactMap { $0.component.meta?.uuid }
            #expect(offers.count == 2)
            let accepted = Update.enumValue(TextUpdate(path: "phase", value: "ACCEPTED"))
            let winners = await withTaskGroup(of: UUID?.self) { group in
                for id in offers + offers {
                    group.addTask {
                        do {
                            _ = try await broker.update(id, with: accepted, as: .anonymous)
                            return id
                        } catch {
                            return nil
                        }
                    }
                }
                return await group.reduce(into: Set<UUID>()) { if let id = $1 { $0.insert(id) } }
            }
            let winner = try #require(winners.first)
            #expect(winners.count == 1)
            // Repeating is harmless; the sibling is told who won.
            _ = try await broker.update(winner, with: accepted, as: .anonymous)
            let loser = try #require(offers.first { $0 != winner })
            #expect(try await broker.session(loser, as: .anonymous).session.phase == .rejected)
            let error = await #expect(throws: BrokerError.self) {
                try await broker.update(loser, with: accepted, as: .anonymous)
            }
            #expect(
                error?.message == "The offer \(loser) was rejected because \(winner) of the same set was accepted.")
            _ = try await broker.update(
                winner, with: .enumValue(TextUpdate(path: "phase", value: "CANCELLED")), as: .anonymous)
            await broker.stop()
        }
    }

    @Test(.clause("3.5.1", "3.5.3")) func referencesBecomeTheIdentifiersOfTheOffer() throws {
        try Site.run { site in
            let offer = try first(
                try await site.ask(
                    Site.container() + """

                        storage: [{kind: simple-storage-resource, meta: {uuid: 11111111-1111-4111-8111-111111111111}}]
                        data:
                        - {kind: simple-data-resource, meta: {name: a}, location: 'https://example.org/a',
                           storage: 11111111-1111-4111-8111-111111111111}
                        - {kind: simple-data-resource, meta: {name: b}, location: 'https://example.org/b'}
                        compute: {kind: simple-compute-resource, volumes: [{kind: simple-volume-mount, resource: a}]}
                        """))
            let storage = offer["storage"]?.items ?? []
            let data = offer["data"]?.items ?? []
            #expect(storage.count == 2 && data.count == 2)
            #expect(storage[0]["meta"]?["uuid"] != "11111111-1111-4111-8111-111111111111")
            #expect(data[0]["storage"] == storage[0]["meta"]?["uuid"])
            #expect(data[1]["storage"] == storage[1]["meta"]?["uuid"])
            #expect(offer["compute"]?["volumes"]?.items.first?["resource"] == data[0]["meta"]?["uuid"])
        }
    }

    @Test(.clause("3.5.2")) func namesThatMeanNothingOrTwoThingsAreRefused() throws {
        try Site.run { site in
            let unknown = try await site.ask(
                Site.container()
                    + "\ndata: [{kind: simple-data-resource, location: 'https://x.org/a', storage: nowhere}]")
            #expect(unknown["result"] == "NO" && unknown.said.contains("nowhere"))
            let doubled = try await site.ask(
                Site.container() + """

                    storage:
                    - {kind: simple-storage-resource, meta: {name: disk}}
                    - {kind: simple-storage-resource, meta: {name: disk}}
                    """)
            #expect(doubled["result"] == "NO" && doubled.said.contains("disk"))
        }
    }

    @Test(.clause("3.8.1")) func optionsSayWhatMayBeDone() throws {
        try Site.run { site in
            let id = try await site.offer(Site.container("[wait]"))
            #expect(try await site.session(id).options == ["ACCEPTED", "REJECTED"])
            #expect(try await site.update(id, "ACCEPTED").document.options == ["CANCELLED"])
            _ = try await site.follow(id, until: "RUNNING")
            #expect(try await site.session(id).options == ["CANCELLED"])
            _ = try await site.update(id, "CANCELLED")
            #expect(try await site.follow(id).options == [])
        }
    }

    @Test(.clause("3.8.2")) func aNoSaysWhatWouldBeAYes() throws {
        try Site.run { site in
            let answer = try await site.ask(Site.container("[print]", Site.compute("memory: {min: 64}")))
            let option = try #require(answer["meta"]?["options"]?.items.first)
            #expect(option["kind"] == "uri:integer-value-option")
            #expect(option["path"] == "compute.memory.min")
            #expect(option["max"] == 8)
            #expect(try await site.ask(Site.container("[print]", Site.compute("memory: {min: 8}")))["result"] == "YES")
        }
    }

    @Test(.clause("3.12.1", "3.12.2")) func costsAreQuotedAndObeyed() throws {
        var quote = Quote()
        quote.type = "https://example.org/euro"
        quote.min = 2
        quote.max = 3
        try Site.run(SitePlatform(costs: [.simple(quote)])) { site in
            let limit = "\ncosts: [{kind: simple-minmax-float-cost, type: 'https://example.org/euro', max: "
            let dear = try await site.ask(Site.container() + limit + "2.5}]")
            #expect(dear["result"] == "NO" && dear.said.contains("3.0 is asked, 2.5 is the limit"), "\(dear.said)")
            let offer = try first(try await site.ask(Site.container() + limit + "3}]"))
            #expect(offer["costs"]?.items.first?["max"] == .number(3))
        }
    }
}
