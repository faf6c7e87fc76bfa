import BerthBroker
import BerthDocument
import BerthModel
import BerthScripted
import ConformanceKit
import Testing

/// Every platform that needs nothing but this process, held against the one contract. Those that need an engine are
/// candidates of the integration tests.
@Suite struct PlatformConformanceTests {
    enum Home: CaseIterable {
        case memory, files
    }

    @Test(arguments: Home.allCases, PlatformConformance.rules)
    func theScriptedPlatformKeepsTheRule(_ home: Home, _ rule: PlatformConformance.Rule) async throws {
        let folder = try TemporaryFolder()
        var settings = try Self.settings()
        if home == .files { settings.stateDirectory = folder.path }
        let world = SystemWorld()
        let platform = try ScriptedPlatform(
            settings, clock: ScriptedClock(now: { world.now() }, sleep: { await world.sleep(until: $0) }))
        var candidate = PlatformConformance.Candidate(
            "scripted", platform, short: try Self.request("short"), long: try Self.request("long"),
            failing: try Self.request("failing"),
            refused: [
                try Self.request("secret"), try Self.request("short", cores: 9, memory: 64),
                try Self.request("short", cores: 0),
            ]
        ) { platform.sessions.map(\.description) }
        candidate.hasNoEngine = true
        #expect(await rule.violations(by: candidate) == [])
    }

    private static func settings() throws -> ScriptedSettings {
        let script = """
            cores: 8
            memory: 32
            answer:
              refusals:
              - when: [{path: executable.image.locations, contains: secret}]
                rung: notYou
                path: executable.image.locations
                message: "{path}: this image is for others."
              - when: [{path: compute.cores.min, below: 1}]
                path: compute.cores.min
                message: "{path}: {wanted} cores are too few."
                change: {min: 1, max: 8, to: 1, unit: core}
            steps:
            - {step: prepareStorage, delay: PT0.01S}
            - {step: prepareData, delay: PT0.01S}
            - {step: prepareExecutable, delay: PT0.01S}
            - {step: observe, delay: PT0.001S}
            run: {queued: PT0.01S, duration: PT0.05S}
            otherRuns:
            - when: [{path: executable.image.locations, contains: long}]
              duration: PT1H
              output: [{text: one}, {at: PT0.01S, text: two}, {at: PT1H, text: three}]
            - when: [{path: executable.image.locations, contains: failing}]
              duration: PT0.01S
              exitCode: 3
            """
        let (settings, problems) = ScriptedSettings.reading(
            try Document.read(Array(script.utf8), as: .yaml), from: .yaml)
        #expect(problems.map(\.message) == [])
        return settings
    }

    private static func request(_ image: String, cores: Int64 = 2, memory: Int64 = 1) throws -> Document {
        let yaml = """
            executable: {kind: docker-container, image: {locations: [\(image)]}}
            compute: {kind: simple-compute-resource, cores: {min: \(cores), max: 10}, memory: {min: \(memory)}}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 2}}]
            data: [{kind: simple-data-resource, storage: disk, location: "https://h/x"}]
            """
        return try Document.read(Array(yaml.utf8), as: .yaml).resolvedTree()
    }
}
