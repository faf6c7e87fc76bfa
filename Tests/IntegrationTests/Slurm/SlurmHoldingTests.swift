import BerthBroker
import BerthModel
import BerthPlatform
import BerthSlurm
import Foundation
import Testing

/// Offers that Slurm holds as reservations, on a real cluster that nobody else uses.
@Suite(.serialized) struct SlurmHoldingTests {
    private static let cluster: Result<TestCluster, any Error> = Result {
        let cluster = try TestCluster("held")
        atexit { if let cluster = try? SlurmHoldingTests.cluster.get() { cluster.stop() } }
        return cluster
    }

    private func broker(
        _ instance: String, _ change: (inout SlurmSettings) -> Void = { _ in }
    ) async throws -> BrokerOnEngine {
        let cluster = try Self.cluster.get()
        let platform = try cluster.platform(instance) {
            $0.partition = "single"
            $0.reservations = true
            change(&$0)
        }
        return try await BrokerOnEngine(
            HoldingSlurmPlatform(platform), database: cluster.directory + "/\(instance).db")
    }

    /// Wants all eight cores of the only node of the partition.
    private static let whole = """
        compute: {kind: simple-compute-resource, cores: {min: 8, max: 8}}
        schedule: {requested: {duration: PT1M}}
        """

    private func offered(
        _ broker: BrokerOnEngine, _ rest: String = whole
    ) async throws -> (id: BerthModel.UUID, texts: String) {
        let request = try BrokerOnEngine.request(SlurmRun.script("echo $SLURM_JOB_RESERVATION", rest))
        let answer = try await broker.broker.ask(request, as: .anonymous)
        let id = try #require(
            answer.offers.first?.component.meta?.uuid, "\(answer.meta?.messages.compactMap(\.message) ?? [])")
        return (id, try await broker.broker.session(id, as: .anonymous).texts)
    }

    /// Names of the reservations of an instance.
    private func held(_ instance: String) throws -> [String] {
        let words = try Self.cluster.get().run(["scontrol", "show", "reservation", "-o"])
            .split { $0 == " " || $0 == "\n" }
        let names = words.filter { $0.hasPrefix("ReservationName=") }.map { String($0.dropFirst(16)) }
        return names.filter { $0.hasPrefix("berth-\(instance)-offer-") }
    }

    private func untilNothingIsHeld(_ instance: String) throws {
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline, try !held(instance).isEmpty { usleep(100_000) }
        #expect(try held(instance) == [])
    }

    @Test func anOfferIsHeldForWhoAcceptsItAndForNobodyElse() async throws {
        let cluster = try Self.cluster.get()
        let broker = try await broker("accepted")
        let (id, texts) = try await offered(broker)
        #expect(texts.contains("Slurm holds 8 cores of n3 for it, from "), "\(texts)")
        #expect(!texts.contains("nothing is reserved"), "\(texts)")
        let held = try held("accepted")
        #expect(held.count == 1)
        // Somebody else who wants one core of the node now waits.
        let other = try cluster.run([
            "sbatch", "--parsable", "--partition=single", "--time=5", "--output=/dev/null", "--wrap=sleep 600",
        ])
        // Slurm looks at its queue every two seconds; the offer is accepted when it has.
        while try cluster.run(["squeue", "-h", "-j", other, "-o", "%r"]) == "None" { usleep(100_000) }
        #expect(try cluster.run(["squeue", "-h", "-j", other, "-o", "%T"]) == "PENDING")
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(id) == held.map { $0 + "\n" }.joined())
        try untilNothingIsHeld("accepted")
        try cluster.run(["scancel", other])
        await broker.stop()
    }

    @Test func whatNobodyWantsIsTakenBack() async throws {
        let broker = try await broker("rejected")
        let (id, _) = try await offered(broker)
        #expect(try held("rejected").count == 1)
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.rejected), as: .anonymous)
        try untilNothingIsHeld("rejected")
        await broker.stop()
    }

    @Test func aReservationThatIsGoneCostsNobodyTheSession() async throws {
        let broker = try await broker("gone")
        let (id, _) = try await offered(broker)
        for name in try held("gone") { try Self.cluster.get().run(["scontrol", "delete", "ReservationName=\(name)"]) }
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(id) == "\n")
        await broker.stop()
    }

    @Test func whatSlurmDoesNotHoldIsAnEstimateAndSaysWhy() async throws {
        let broker = try await broker("gres") { $0.partition = nil }
        let gpu = "https://www.purl.org/berth/schema/v1.0/countables/gpu-a100"
        let (_, texts) = try await offered(
            broker, "metrics: [{kind: simple-minmax-float-metric, type: \"\(gpu)\", min: 1}]")
        #expect(texts.contains("Slurm does not hold it: what is counted by name cannot be reserved."), "\(texts)")
        #expect(texts.contains("nothing is reserved"), "\(texts)")
        #expect(try held("gres") == [])
        await broker.stop()
    }

    /// A directory of Slurm's commands in which reservations are asked for by somebody who is no operator.
    private func commandsOfAnybody() throws -> String {
        let directory = try Self.cluster.get().directory + "/anybody"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for name in ["sbatch", "scancel", "squeue", "sacct"] {
            try? FileManager.default.createSymbolicLink(
                atPath: directory + "/" + name, withDestinationPath: "/usr/bin/" + name)
        }
        // Who does not run the tests as root cannot be somebody else, and is told what Slurm tells those.
        let script = """
            #!/bin/sh
            case $1 in create | delete)
                if [ "$(id -u)" = 0 ]; then
                    exec setpriv --reuid=65534 --regid=65534 --clear-groups /usr/bin/scontrol "$@"
                fi
                echo "Error creating the reservation: Invalid user id" >&2
                exit 1 ;;
            esac
            exec /usr/bin/scontrol "$@"
            """
        try script.write(toFile: directory + "/scontrol", atomically: true, encoding: .utf8)
        chmod(directory + "/scontrol", 0o755)
        return directory
    }

    @Test func whoMayMakeNoReservationsOffersEstimates() async throws {
        let directory = try commandsOfAnybody()
        let broker = try await broker("anybody") { $0.commands = directory }
        let (id, texts) = try await offered(broker)
        #expect(
            texts.contains("Slurm does not hold it: the broker's user may make no reservations."), "\(texts)")
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        await broker.stop()
        let findings = try await Self.cluster.get().platformFindings("anybody") {
            $0.reservations = true
            $0.commands = directory
        }
        let finding = findings.first { $0.subject == "reservations" }
        #expect(finding?.found == "the broker's user may make no reservations")
        #expect(finding?.remedy?.contains("adminlevel=Operator") == true)
    }

    @Test func aCheckSaysThatReservationsCanBeMade() async throws {
        let findings = try await Self.cluster.get().platformFindings("check") { $0.reservations = true }
        #expect(findings.first { $0.subject == "reservations" } == Finding("reservations", "can be made"))
    }
}
