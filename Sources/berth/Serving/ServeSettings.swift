import BerthModel

/// What a service is started with: the configuration, and what the command line says against it.
struct ServeSettings: Sendable {
    var configuration = Configuration()
    /// The file that it came from.
    var configurationPath: String?
    var listen: ListenAddress
    /// Where the database and the things of platforms are, unless the configuration says so.
    var stateFolder: String
    /// The socket of the engine of all container platforms.
    var engine: String?
    /// Folders with descriptions of software, beside the catalogues of the configuration.
    var catalogueFolders: [String]
    /// Written when the first question can be asked: the URL of the service.
    var readyFile: String?

    /// - Throws: `badConfiguration`, `cannotRead`, `usage`.
    init(_ invocation: Invocation, _ surroundings: Surroundings) throws(ProgramError) {
        if let file = try ConfigurationFile.read(named: invocation.text(.config), surroundings) {
            configuration = file.configuration
            configurationPath = file.path
        }
        let address = invocation.text(Command.listen) ?? configuration.listen
        guard let listen = ListenAddress(address) else {
            throw ProgramError(.usage, "--listen: \(ListenAddress.remedy(address))", subject: "--listen")
        }
        self.listen = listen
        var folder = invocation.text(Command.stateFolder) ?? surroundings.places.stateFolder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        stateFolder = try LocalFile.absolute(folder)
        engine = invocation.text(Command.engine)
        catalogueFolders = []
        for folder in invocation.texts(Command.catalogue) { catalogueFolders.append(try LocalFile.absolute(folder)) }
        readyFile = invocation.text(Command.readyFile)
    }

    /// The database; nil for a store that forgets.
    var databasePath: String? {
        configuration.store.kind == .memory ? nil : configuration.store.path ?? stateFolder + "/berth.db"
    }
}
