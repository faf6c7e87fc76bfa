import BerthDocument
import BerthModel
import BerthPlatform

/// What documents in CWL say about what they need. Source: CWL 1.2, CommandLineTool §5, Workflow §5.
struct CWLFacts: Sendable, Hashable {
    var inputs: [CWLInput] = []
    var needs = WorkflowNeeds()
    /// The first container that is asked for.
    var container: Container?

    struct Container: Sendable, Hashable {
        var image: String
        /// Not only a hint.
        var isRequired: Bool
    }

    /// - Throws: a workflow that includes itself, or has too many in one another.
    init(_ library: WorkflowReading.Library, _ address: WorkflowAddress) throws(ReadingFault) {
        var visitor = CWLVisitor(library, address)
        let first = visitor.canonical(WorkflowAddress.Target(name: address.name, fragment: address.fragment))
        try visitor.visit(first)
        needs = visitor.needs
        container = visitor.container
        if let process = visitor.process(first) {
            inputs = CWLInput.all(of: process) { visitor.resolved($0, in: address.name) }
        }
    }
}

/// Goes through a process and all that it runs.
struct CWLVisitor {
    private let library: WorkflowReading.Library
    private let address: WorkflowAddress
    private(set) var needs = WorkflowNeeds()
    private(set) var container: CWLFacts.Container?
    private var path: [WorkflowAddress.Target] = []
    private var done: Set<WorkflowAddress.Target> = []

    /// Workflows in one another.
    private static let maximumDepth = 64

    init(_ library: WorkflowReading.Library, _ address: WorkflowAddress) {
        self.library = library
        self.address = address
    }

    /// The same for every way to name a process.
    func canonical(_ target: WorkflowAddress.Target) -> WorkflowAddress.Target {
        guard let tree = library[target.name]?.tree else { return target }
        if tree["$graph"] == nil { return WorkflowAddress.Target(name: target.name, fragment: nil) }
        return WorkflowAddress.Target(name: target.name, fragment: target.fragment ?? "main")
    }

    func process(_ target: WorkflowAddress.Target) -> Document? {
        guard let tree = library[target.name]?.tree else { return nil }
        guard case .list(let processes)? = tree["$graph"] else { return tree }
        return processes.first { process in
            (process["id"]?.text).map { CWLInput.name(of: $0) == target.fragment } ?? false
        }
    }

    /// What stands in the place of an import.
    func resolved(_ document: Document, in name: String) -> Document {
        guard let text = document["$import"]?.text, let target = try? address.target(of: text, in: name) else {
            return document
        }
        return library[target.name]?.tree ?? document
    }

    mutating func visit(_ target: WorkflowAddress.Target) throws(ReadingFault) {
        if let begin = path.firstIndex(of: target) {
            throw .circle((path[begin...] + [target]).map(\.text))
        }
        if path.count >= Self.maximumDepth {
            throw ReadingFault(
                "more than {available} workflows in one another are not read here.",
                ["available": "\(Self.maximumDepth)"], rung: .never)
        }
        guard done.insert(target).inserted, let process = process(target) else { return }
        path.append(target)
        try visit(process, in: target.name)
        path.removeLast()
    }

    private mutating func visit(_ process: Document, in name: String) throws(ReadingFault) {
        look(at: process, in: name)
        guard process["class"]?.text == "Workflow" else { return }
        let steps: [Document] =
            switch process["steps"].map({ resolved($0, in: name) }) {
            case .list(let items): items
            case .map(let members): members.members.map(\.value)
            default: []
            }
        for step in steps.map({ resolved($0, in: name) }) {
            look(at: step, in: name)
            guard let run = step["run"] else { continue }
            if let text = run.text {
                guard let target = try? address.target(of: text, in: name) else { continue }
                try visit(canonical(target))
            } else {
                try visit(resolved(run, in: name), in: name)
            }
        }
    }

    private mutating func look(at holder: Document, in name: String) {
        for member in ["requirements", "hints"] {
            for (kind, declared) in declarations(holder[member], in: name) {
                switch kind {
                case "ResourceRequirement": needs.add(WorkflowNeeds(resources: declared))
                case "DockerRequirement" where container?.isRequired != true:
                    let image = declared["dockerPull"]?.text ?? declared["dockerImageId"]?.text ?? "of a Dockerfile"
                    let isRequired = member == "requirements"
                    if container == nil || isRequired {
                        container = CWLFacts.Container(image: image, isRequired: isRequired)
                    }
                default: break
                }
            }
        }
    }

    /// Requirements or hints, which are a list or a map by class.
    private func declarations(_ document: Document?, in name: String) -> [(kind: String, Document)] {
        switch document.map({ resolved($0, in: name) }) {
        case .list(let items):
            items.map { resolved($0, in: name) }.compactMap { item in (item["class"]?.text).map { ($0, item) } }
        case .map(let members): members.members.map { ($0.name, resolved($0.value, in: name)) }
        default: []
        }
    }
}

extension WorkflowAddress.Target {
    fileprivate var text: String { name + (fragment.map { "#" + $0 } ?? "") }
}

extension WorkflowNeeds {
    /// Reads a ResourceRequirement. Source: CWL 1.2, CommandLineTool §5.7: mebibytes, also with a fraction.
    init(resources: Document) {
        func amount(_ name: String, _ needs: inout WorkflowNeeds) -> Int64 {
            guard let value = resources[name], value != .null else { return 0 }
            guard let number = value.number else {
                needs.isPartlyUnknown = true
                return 0
            }
            let rounded = number.rounded(.up)
            return rounded > 0 ? Int64(exactly: rounded) ?? .max : 0
        }
        self.init()
        cores = amount("coresMin", &self)
        memoryMebibytes = amount("ramMin", &self)
        let outputs = amount("outdirMin", &self)
        let (sum, overflow) = outputs.addingReportingOverflow(amount("tmpdirMin", &self))
        storageMebibytes = overflow ? .max : sum
    }
}
