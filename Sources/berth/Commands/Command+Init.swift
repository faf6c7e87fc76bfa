import BerthDocument
import BerthModel

extension Command {
    private static let image = CommandOption("image", .text("IMAGE"), "A container image, such as python:3.12.")
    private static let notebook = CommandOption("notebook", .file("NOTEBOOK"), "A Jupyter notebook, a file or a URL.")
    private static let word = CommandOption(
        "command", .text("WORD"), repeats: true, "One word of the command; or write the command behind --.")
    private static let name = CommandOption("name", .text("NAME"), "Name of the task.")
    private static let cores = CommandOption("cores", .number("CORES", 1...1_000_000), "CPU cores that it needs.")
    private static let memory = CommandOption("memory", .number("GIB", 1...1_000_000), "Memory that it needs, in GiB.")
    private static let duration = CommandOption(
        "duration", .text("DURATION"), "How long it may take, such as PT2H for two hours.")
    private static let variable = CommandOption(
        "env", .text("NAME=VALUE"), repeats: true, "A variable of its environment.")

    static let initialise = Command(
        "init", "Print a task file to begin with, from an image or a notebook.",
        arguments: [
            CommandArgument(
                "COMMAND", .text, isOptional: true, repeats: true,
                "What to run in the container; behind -- when it has options of its own.")
        ],
        options: [image, notebook, word, name, cores, memory, duration, variable] + CommandOption.everywhere,
        examples: [
            (
                "berth init --image python:3.12 --memory 2 -- python -c 'print(6*7)' > task.yaml",
                "A task that prints 42; run it with berth run task.yaml."
            ),
            ("berth init --notebook analysis.ipynb > task.yaml", "A task that runs a notebook."),
        ]
    ) { invocation, surroundings in
        let request = try request(from: invocation)
        let problems = request.validated()
        if let first = problems.first { throw ProgramError(.usage, first.message) }
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try request.document(for: .yaml).written(as: .yaml)
        } catch {
            throw ProgramError(.usage, error.message, cause: error.cause)
        }
        let head = "# A task for berth run. Memory and storage are in GiB, durations in ISO 8601 (PT2H, P1D).\n"
        surroundings.console.write(.output, Array(head.utf8) + bytes)
        return .success
    }

    /// - Throws: `usage`.
    private static func request(from invocation: Invocation) throws(ProgramError) -> ExecutionRequest {
        var request = ExecutionRequest()
        var executable = try executable(from: invocation)
        if let name = invocation.text(name) {
            executable.change { component, _ in component.meta = Metadata(name: name) }
        }
        request.executable = executable
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: Int64(invocation.number(cores) ?? 1))
        compute.memory = IntegerRange(min: Int64(invocation.number(memory) ?? 1))
        request.compute = .simple(compute)
        if let text = invocation.text(duration) {
            guard let span = TimeSpan(text) else {
                throw ProgramError(
                    .usage, "--duration takes a duration such as PT2H or P1D; not \"\(text)\".", subject: "--duration")
            }
            var schedule = RequestedSchedule()
            schedule.requested = TimedWindow(start: nil, duration: span)
            request.schedule = schedule
        }
        return request
    }

    private static func executable(from invocation: Invocation) throws(ProgramError) -> Executable {
        let command = invocation.texts(word) + invocation.arguments
        switch (invocation.text(image), invocation.text(notebook)) {
        case (let location?, nil):
            var container = DockerContainer()
            var image = ContainerImage()
            image.locations = [location]
            container.image = image
            container.command = command
            for text in invocation.texts(variable) {
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty else {
                    throw ProgramError(.usage, "--env takes NAME=VALUE; not \"\(text)\".", subject: "--env")
                }
                container.environment.entries.append(.init(name: String(parts[0]), text: String(parts[1])))
            }
            return .dockerContainer(container)
        case (nil, let location?):
            if !command.isEmpty || invocation.has(variable) {
                throw ProgramError(.usage, "A notebook takes no command and no --env; those are for --image.")
            }
            var notebook = JupyterNotebook()
            notebook.location = try URLOfFile.text(location)
            return .jupyterNotebook(notebook)
        case (nil, nil):
            throw ProgramError(
                .usage, "Say what to run: --image IMAGE or --notebook NOTEBOOK. See berth init --help.")
        case (_?, _?):
            throw ProgramError(.usage, "A task runs an image or a notebook, not both; leave one out.")
        }
    }
}
