import BerthModel
import BerthPlatform
import BerthRemote
import Foundation

/// A broker with a scripted platform, as a process of its own, and platforms that ask it.
struct RemoteSite {
    let broker: ServedBroker

    static let shared: Result<RemoteSite, any Error> = Result {
        let site = try RemoteSite("site", hasSocket: true)
        atexit {
            guard let site = try? RemoteSite.shared.get() else { return }
            site.broker.kill()
            try? FileManager.default.removeItem(atPath: site.broker.folder)
        }
        return site
    }

    init(_ name: String, hasSocket: Bool = false, _ more: String = "") throws {
        broker = try ServedBroker(name, hasSocket: hasSocket, Self.configuration + more)
    }

    func platform(_ change: (inout RemoteSettings) -> Void = { _ in }) throws -> RemotePlatform {
        var settings = RemoteSettings()
        settings.name = "site"
        settings.url = broker.url
        change(&settings)
        return try RemotePlatform(settings, now: Self.now)
    }

    @Sendable static func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
    }

    static let configuration = """
        platforms:
        - kind: scripted
          name: lab
          cores: 1000
          memory: 4000
          answer:
            refusals:
            - when: [{path: executable.image.locations, contains: secret}]
              rung: notYou
              path: executable.image.locations
              message: "{path}: this image is for others."
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
          - when: [{path: executable.image.locations, contains: steps}]
            duration: PT8S
            output: [{text: one}, {at: PT4S, text: two}]
          - when: [{path: executable.image.locations, contains: failing}]
            duration: PT0.01S
            exitCode: 3

        """

    static func request(_ image: String, cores: Int64 = 2, memory: Int64 = 1) -> String {
        """
        executable: {kind: docker-container, image: {locations: [\(image)]}}
        compute:
          kind: simple-compute-resource
          cores: {min: \(cores), max: \(max(10, cores))}
          memory: {min: \(memory)}
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 2}}]
        data: [{kind: simple-data-resource, storage: disk, location: "https://h/x"}]
        """
    }
}
