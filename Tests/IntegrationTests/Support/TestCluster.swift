import BerthPlatform
import BerthSlurm
import Foundation
import Testing

/// A Slurm cluster of its own in a directory of its own: a controller and four nodes on this machine.
///
/// A shell starts all of its programs and ends them, by their numbers, when its input does: that is also when the tests
/// are killed. No limit of a process is raised, and control groups are left alone.
final class TestCluster: Sendable {
    let directory: String
    var configuration: String { directory + "/slurm.conf" }

    /// The cluster that all tests share which do not stop it.
    static let shared: Result<TestCluster, any Error> = Result {
        let cluster = try TestCluster("shared")
        atexit { if let cluster = try? TestCluster.shared.get() { cluster.stop() } }
        return cluster
    }

    /// One that nobody else uses: what it answers depends on what waits in its queue.
    static let quiet: Result<TestCluster, any Error> = Result {
        let cluster = try TestCluster("quiet")
        atexit { if let cluster = try? TestCluster.quiet.get() { cluster.stop() } }
        return cluster
    }

    /// One for what asks the nodes which programs they have: some have to be free then.
    static let tasks: Result<TestCluster, any Error> = Result {
        let cluster = try TestCluster("tasks")
        atexit { if let cluster = try? TestCluster.tasks.get() { cluster.stop() } }
        return cluster
    }

    /// One with slurmrestd, at the socket and the port below.
    static let withService: Result<TestCluster, any Error> = Result {
        let cluster = try TestCluster("service", hasService: true)
        atexit { if let cluster = try? TestCluster.withService.get() { cluster.stop() } }
        return cluster
    }

    /// Where slurmrestd takes calls of this user.
    var serviceSocket: String { directory + "/rest.sock" }
    /// Where it takes those that come with a token.
    let servicePort: UInt16

    private let shell: Process
    private let input = Pipe()

    /// - Parameters:
    ///   - more: lines of the configuration besides those of all clusters.
    ///   - hasService: whether there is slurmrestd, and tokens for it.
    init(_ name: String, more: String = "", hasService: Bool = false) throws {
        directory = NSTemporaryDirectory() + "berth-slurm-\(name)-\(getpid())"
        for folder in ["state", "log", "spool/n1", "spool/n2", "spool/n3", "spool/n4"] {
            try FileManager.default.createDirectory(
                atPath: directory + "/" + folder, withIntermediateDirectories: true)
        }
        let ports = TestCluster.freePorts(6)
        servicePort = ports[5]
        shell = Process()
        let tokens = "AuthAltTypes=auth/jwt\nAuthAltParameters=jwt_key=\(directory)/jwt.key\n"
        try write("slurm.conf", TestCluster.configuration(directory, ports) + more + (hasService ? tokens : ""))
        // Nobody uses them: two files that are on every machine stand for two GPUs.
        let gpu = "NodeName=n4 Name=gpu Type=a100 File="
        try write("gres.conf", "\(gpu)/dev/null\n\(gpu)/dev/zero\n")
        try write("programs.sh", TestCluster.programs)
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [directory + "/programs.sh", directory] + (hasService ? ["\(servicePort)"] : [])
        shell.standardInput = input
        try shell.run()
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline, !isUp || hasService && !files("").contains("rest.sock") { usleep(100_000) }
        try #require(isUp, "Slurm does not come up; see \(directory)/log")
    }

    deinit { stop() }

    func stop() {
        guard shell.isRunning else { return }
        // A program that was started meanwhile may hold the other end of its input as well.
        try? input.fileHandleForWriting.write(contentsOf: Data("stop\n".utf8))
        try? input.fileHandleForWriting.close()
        shell.waitUntilExit()
    }

    /// Ends the controller and starts another; returns at once.
    func restartController() throws {
        try input.fileHandleForWriting.write(contentsOf: Data("again\n".utf8))
    }

    /// The number of a program of the cluster: `slurmctld`, or the name of a node.
    func process(_ name: String) throws -> pid_t {
        let text = try String(contentsOfFile: "\(directory)/\(name).pid", encoding: .utf8)
        return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
    }

    private var isUp: Bool { (try? run(["sinfo", "-h", "-t", "idle", "-p", "batch", "-o", "%D"])) == "4" }

    /// `$1`: the directory; `$2`: the port of slurmrestd, where there is one. It does not want to be root, and all of
    /// this cluster is one user.
    private static let programs = """
        directory=$1
        cd "$directory" || exit 1
        export SLURM_CONF="$directory/slurm.conf"
        umask 022
        dd if=/dev/urandom of=munge.key bs=1024 count=1 2>/dev/null && chmod 600 munge.key
        munged --foreground --force --key-file munge.key --socket "$directory/munge.sock" --pid-file munged.pid \\
            --seed-file munge.seed --log-file log/munged.log >log/munged.out 2>&1 </dev/null &
        programs=$!
        while ! [ -S munge.sock ] && kill -0 "$programs"; do sleep 0.1; done
        if [ -n "$2" ]; then dd if=/dev/urandom of=jwt.key bs=32 count=1 2>/dev/null && chmod 600 jwt.key; fi
        slurmctld -D >log/slurmctld.out 2>&1 </dev/null &
        controller=$!
        if [ -n "$2" ]; then
            # One that speaks for itself, and one for whoever has a token: with that it can do nothing by itself.
            export SLURMRESTD_SECURITY=disable_user_check
            slurmrestd -a rest_auth/local -s openapi/v0.0.38 "unix:$directory/rest.sock" \\
                >log/rest.out 2>&1 </dev/null &
            programs="$! $programs"
            SLURM_JWT=daemon slurmrestd -a rest_auth/jwt -s openapi/v0.0.38 "127.0.0.1:$2" \\
                >log/jwt.out 2>&1 </dev/null &
            programs="$! $programs"
        fi
        for node in n1 n2 n3 n4; do
            slurmd -D -N "$node" >"log/$node.out" 2>&1 </dev/null &
            programs="$! $programs"
        done
        while read -r word && [ "$word" != stop ]; do
            kill "$controller"
            wait "$controller"
            slurmctld -D >>log/slurmctld.out 2>&1 </dev/null &
            controller=$!
        done
        scancel --me 2>/dev/null && sleep 0.5
        kill $programs $controller
        wait
        cd / && rm -rf "$directory"
        """

    private static func configuration(_ directory: String, _ ports: [UInt16]) -> String {
        // As Slurm does: what a name server would say is another name.
        var bytes = [CChar](repeating: 0, count: 256)
        gethostname(&bytes, bytes.count - 1)
        let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let host = name.split(separator: ".").first.map(String.init) ?? "localhost"
        let nodes = (1...4).map { node in
            let size = node == 4 ? "CPUs=16 RealMemory=32000 Feature=large Gres=gpu:a100:2" : "CPUs=8 RealMemory=16000"
            return "NodeName=n\(node) NodeHostname=\(host) NodeAddr=127.0.0.1 Port=\(ports[node]) \(size) State=UNKNOWN"
        }
        return """
            ClusterName=berth
            SlurmctldHost=\(host)(127.0.0.1)
            SlurmctldPort=\(ports[0])
            SlurmUser=\(NSUserName())
            SlurmdUser=\(NSUserName())
            AuthType=auth/munge
            AuthInfo=socket=\(directory)/munge.sock
            CredType=cred/munge
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            MpiDefault=none
            JobAcctGatherType=jobacct_gather/linux
            JobAcctGatherFrequency=task=1
            JobAcctGatherParams=OverMemoryKill
            SchedulerType=sched/backfill
            SchedulerParameters=sched_interval=2,bf_interval=2,sched_min_interval=1
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            SlurmdParameters=config_overrides
            GresTypes=gpu
            PropagateResourceLimits=NONE
            ReturnToService=2
            MinJobAge=600
            KillWait=2
            TCPTimeout=5
            StateSaveLocation=\(directory)/state
            SlurmdSpoolDir=\(directory)/spool/%n
            SlurmctldPidFile=\(directory)/slurmctld.pid
            SlurmdPidFile=\(directory)/%n.pid
            SlurmctldLogFile=\(directory)/log/slurmctld.log
            SlurmdLogFile=\(directory)/log/%n.log
            \(nodes.joined(separator: "\n"))
            PartitionName=batch Nodes=n[1-4] Default=YES MaxTime=1-0 State=UP
            PartitionName=short Nodes=n[1-2] MaxTime=10 State=UP
            PartitionName=single Nodes=n3 MaxTime=10 State=UP

            """
    }

    /// Numbers of ports that nobody listens on, each another one. They are below those that the system gives to
    /// connections: one of these could be taken before it is used.
    static func freePorts(_ count: Int) -> [UInt16] {
        var ports: [UInt16] = []
        while ports.count < count {
            let port = UInt16.random(in: 20_000..<30_000)
            if !ports.contains(port), isFree(port) { ports.append(port) }
        }
        return ports
    }

    static func freePort() -> UInt16 { freePorts(1)[0] }

    private static func isFree(_ port: UInt16) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Runs one of Slurm's commands to its end and returns what it wrote.
    @discardableResult
    func run(_ arguments: [String]) throws -> String {
        let program = Process()
        let output = Pipe()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["SLURM_CONF"] = configuration
        program.environment = environment
        program.standardOutput = output
        program.standardInput = FileHandle.nullDevice
        program.standardError = FileHandle.nullDevice
        try program.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        program.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        if program.terminationStatus != 0 { throw TestEngine.ProgramFailed(arguments: arguments, output: text) }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The names in a directory below the cluster's own; none when there is no such directory.
    func files(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + path)) ?? []
    }

    /// Names of the jobs of an instance that wait or run.
    func jobs(_ instance: String) throws -> [String] {
        try run(["squeue", "-h", "-o", "%j"]).split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("berth-\(instance)-") }
    }

    /// What a platform with such settings finds when it is checked.
    func platformFindings(_ instance: String, _ change: (inout SlurmSettings) -> Void) async -> [Finding] {
        guard let platform = try? platform(instance, change) else { return [] }
        return await platform.findings()
    }

    /// A platform on this cluster with a state directory of its own.
    func platform(_ instance: String, _ change: (inout SlurmSettings) -> Void = { _ in }) throws -> SlurmPlatform {
        var settings = SlurmSettings()
        settings.instance = instance
        settings.configuration = configuration
        settings.stateDirectory = directory + "/sessions"
        settings.storage = 4
        settings.dataAddresses = ["127.0.0.0/8"]
        settings.stopSeconds = 1
        settings.storageCheckSeconds = 1
        change(&settings)
        return try SlurmPlatform(settings)
    }
}
