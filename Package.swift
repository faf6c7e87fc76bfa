// swift-tools-version: 6.2
import PackageDescription

// The rooms of Berth and the arrows between them. Every arrow points down: a room may import only rooms that stand
// above it in this list, and only those named here. `TidyTests` holds the sources against this list.

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

struct Room {
    var name: String
    var path: String?
    var imports: [String]
    init(_ name: String, _ imports: [String] = [], path: String? = nil) {
        self.name = name
        self.path = path
        self.imports = imports
    }
}

// C libraries of the distribution (installed by scripts/setup).
struct CLibrary {
    var name: String
    var pkgConfig: String
    var debian: String
    init(_ name: String, _ pkgConfig: String, _ debian: String) {
        self.name = name
        self.pkgConfig = pkgConfig
        self.debian = debian
    }
}

let libraries = [
    CLibrary("CLibYAML", "yaml-0.1", "libyaml-dev"),
    CLibrary("CLibXML2", "libxml-2.0", "libxml2-dev"),
    CLibrary("CSQLite", "sqlite3", "libsqlite3-dev"),
    CLibrary("CLibCurl", "libcurl", "libcurl4-openssl-dev"),
    CLibrary("CMicroHTTPD", "libmicrohttpd", "libmicrohttpd-dev"),
    CLibrary("CGnuTLS", "gnutls", "libgnutls28-dev"),
    CLibrary("CZLib", "zlib", "zlib1g-dev"),
    CLibrary("CLibCrypto", "libcrypto", "libssl-dev"),
    CLibrary("CLibCJose", "cjose", "libcjose-dev"),
]

let rooms = [
    Room("BerthDocument", ["CSimdJSON", "CLibYAML", "CLibXML2"]),
    Room("BerthModel", ["BerthDocument"]),
    Room("BerthSchemas", ["BerthModel", "BerthDocument"]),
    Room("BerthSignatures", ["BerthModel", "BerthDocument", "CLibCrypto"]),
    Room("BerthReservations"),
    Room("BerthPlatform", ["BerthModel", "BerthDocument", "BerthReservations"]),
    Room("BerthBroker", ["BerthPlatform", "BerthModel", "BerthDocument", "BerthReservations"]),
    Room("BerthStorage", ["BerthBroker", "BerthPlatform", "BerthModel", "BerthDocument", "CSQLite"]),
    Room("BerthHTTP", ["CMicroHTTPD", "CGnuTLS", "CLibCurl", "CZLib"]),
    Room("BerthData", ["BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "CLibCrypto", "CLibCurl"]),
    Room(
        "BerthIdentity",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthSignatures", "BerthHTTP", "CLibCJose"]),
    Room("BerthHost", ["BerthPlatform", "BerthModel", "BerthDocument", "BerthData", "CSpawn"]),
    Room("BerthTasks", ["BerthPlatform", "BerthModel", "BerthDocument", "BerthData", "BerthHost"]),
    Room("BerthClient", ["BerthModel", "BerthDocument", "BerthHTTP"]),
    Room("BerthRegistry", ["BerthModel", "BerthDocument", "BerthHTTP", "BerthData"]),
    Room("BerthAnswers", ["BerthPlatform", "BerthModel", "BerthDocument"]),
    Room("BerthSoftware", ["BerthModel", "BerthDocument", "BerthHTTP", "BerthData", "CZLib"]),
    Room(
        "BerthContainers",
        [
            "BerthPlatform", "BerthModel", "BerthDocument", "BerthReservations", "BerthHTTP", "BerthData", "BerthHost",
        ],
        path: "Sources/Platforms/Containers"),
    Room(
        "BerthJupyter",
        [
            "BerthPlatform", "BerthModel", "BerthDocument", "BerthReservations", "BerthData", "BerthHost",
            "BerthTasks",
        ],
        path: "Sources/Platforms/Jupyter"),
    Room(
        "BerthJupyterHub",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "BerthData", "BerthHost"],
        path: "Sources/Platforms/JupyterHub"),
    Room(
        "BerthKubernetes",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "BerthData", "BerthHost", "BerthTasks"],
        path: "Sources/Platforms/Kubernetes"),
    Room(
        "BerthOpenStack",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "BerthData", "BerthHost", "CZLib"],
        path: "Sources/Platforms/OpenStack"),
    Room(
        "BerthPython",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "BerthData", "BerthHost", "CSpawn"],
        path: "Sources/Platforms/Python"),
    Room(
        "BerthRemote",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthClient", "BerthHost", "BerthIdentity"],
        path: "Sources/Platforms/Remote"),
    Room(
        "BerthScripted", ["BerthPlatform", "BerthModel", "BerthDocument", "BerthReservations"],
        path: "Sources/Platforms/Scripted"),
    Room(
        "BerthSlurm",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "BerthData", "BerthHost", "BerthTasks"],
        path: "Sources/Platforms/Slurm"),
    Room(
        "BerthWES",
        ["BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "BerthData", "BerthHost"],
        path: "Sources/Platforms/WES"),
    Room(
        "BerthWorkflows",
        [
            "BerthPlatform", "BerthModel", "BerthDocument", "BerthReservations", "BerthData", "BerthHost",
            "BerthTasks",
        ],
        path: "Sources/Platforms/Workflows"),
    Room(
        "BerthService",
        [
            "BerthBroker", "BerthPlatform", "BerthModel", "BerthDocument", "BerthSchemas", "BerthSignatures",
            "BerthHTTP", "BerthIdentity", "BerthRegistry", "CLibCrypto",
        ]),
    Room(
        "BerthPortal",
        [
            "BerthBroker", "BerthStorage", "BerthPlatform", "BerthModel", "BerthDocument", "BerthHTTP", "BerthData",
            "BerthIdentity", "BerthClient", "BerthAnswers", "BerthSoftware", "CLibCrypto",
        ]),
]

// Files of a room that become bytes in the program, so that it is one file.
let embedded = ["BerthPortal": ["Assets"]]

let kits = [
    Room(
        "SimulationKit",
        ["BerthBroker", "BerthPlatform", "BerthModel", "BerthDocument", "BerthReservations", "BerthScripted"],
        path: "Sources/Kits/SimulationKit"),
    Room(
        "ConformanceKit",
        ["BerthBroker", "BerthPlatform", "BerthModel", "BerthDocument", "BerthReservations", "BerthScripted"],
        path: "Sources/Kits/ConformanceKit"),
]

let everyRoom = rooms.map(\.name)

// What the tests of a simulated broker need. `make test-simulation` builds for release, and nothing but these.
let simulated = [
    "BerthDocument", "BerthModel", "BerthReservations", "BerthPlatform", "BerthBroker", "BerthStorage", "BerthScripted",
    "SimulationKit",
]
let onlySimulated = Context.environment["BERTH_SIMULATION"] != nil

let targets: [Target] = {
    var targets: [Target] = []
    for library in libraries {
        targets.append(
            .systemLibrary(
                name: library.name, path: "Sources/C/\(library.name)", pkgConfig: library.pkgConfig,
                providers: [.apt([library.debian])]))
    }
    targets.append(
        .target(
            name: "CSimdJSON", path: "Sources/C/CSimdJSON",
            linkerSettings: [.linkedLibrary("simdjson")]))
    targets.append(.target(name: "CSpawn", path: "Sources/C/CSpawn"))
    for room in rooms + kits {
        targets.append(
            .target(
                name: room.name, dependencies: room.imports.map { .byName(name: $0) },
                path: room.path ?? "Sources/\(room.name)",
                resources: (embedded[room.name] ?? []).map { .embedInCode($0) }, swiftSettings: swiftSettings,
                // Rounding of numbers: without Foundation nobody else asks for it.
                linkerSettings: [.linkedLibrary("m")]))
    }
    targets.append(
        .executableTarget(
            name: "berth", dependencies: (everyRoom).map { .byName(name: $0) }, path: "Sources/berth",
            swiftSettings: swiftSettings))
    // Tests mirror the rooms; the other kinds of test have targets of their own.
    for room in rooms + kits {
        let folder = room.path?.replacingOccurrences("Sources/", "Tests/") ?? "Tests/\(room.name)"
        targets.append(
            .testTarget(
                name: room.name + "Tests",
                dependencies: ([room.name] + room.imports).map { .byName(name: $0) },
                path: folder + "Tests", swiftSettings: swiftSettings))
    }
    targets.append(
        .testTarget(
            name: "SimulationTests", dependencies: simulated.map { .byName(name: $0) },
            path: "Tests/SimulationTests", swiftSettings: swiftSettings))
    for kind in ["TidyTests", "StandardTests", "ConformanceTests", "IntegrationTests"] {
        targets.append(
            .testTarget(
                name: kind, dependencies: (everyRoom + kits.map(\.name)).map { .byName(name: $0) },
                path: "Tests/\(kind)", swiftSettings: swiftSettings))
    }
    targets.append(
        .testTarget(
            name: "berthTests", dependencies: ["berth"] + everyRoom.map { .byName(name: $0) },
            path: "Tests/berthTests", swiftSettings: swiftSettings))
    // Built by scripts/fuzz only: libFuzzer comes in by a flag that nothing else is built with.
    if Context.environment["BERTH_FUZZ"] != nil {
        targets.append(.target(name: "CLibFuzzer", path: "Fuzz/CLibFuzzer"))
        targets.append(
            .executableTarget(
                name: "fuzz",
                dependencies: ["CLibFuzzer", "BerthDocument", "BerthModel", "BerthHTTP"],
                path: "Fuzz/Sources", swiftSettings: swiftSettings))
    }
    // Built by scripts/bench only.
    if Context.environment["BERTH_BENCH"] != nil {
        targets.append(
            .executableTarget(
                name: "bench", dependencies: (everyRoom + ["CSQLite"]).map { .byName(name: $0) },
                path: "Benchmarks/Sources",
                swiftSettings: swiftSettings, linkerSettings: [.linkedLibrary("m")]))
    }
    guard onlySimulated else { return targets }
    let needed = simulated + ["SimulationTests", "CSimdJSON", "CLibYAML", "CLibXML2", "CSQLite"]
    return targets.filter { needed.contains($0.name) }
}()

extension String {
    /// `Package.swift` has no Foundation: the one replacement that the list above needs.
    func replacingOccurrences(_ old: String, _ new: String) -> String {
        hasPrefix(old) ? new + dropFirst(old.count) : self
    }
}

let package = Package(
    name: "Berth",
    products: onlySimulated
        ? []
        : [
            .library(name: "BerthModel", targets: ["BerthModel"]),
            .library(name: "BerthPlatform", targets: ["BerthPlatform"]),
            .library(name: "BerthClient", targets: ["BerthClient"]),
            .library(name: "ConformanceKit", targets: ["ConformanceKit"]),
            .executable(name: "berth", targets: ["berth"]),
        ],
    targets: targets,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
