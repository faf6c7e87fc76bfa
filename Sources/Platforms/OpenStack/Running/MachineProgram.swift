import BerthDocument
import BerthHTTP

/// The program that a machine runs when it boots for the first time: user data, as cloud-init takes it.
///
/// It runs the task, tells on the console what the task wrote and how it ended, waits until that was read, and turns
/// the machine off. Nova knows nothing of outputs and exit codes: the console is the only way out that every machine
/// has. What it tells stands on lines of its own, each with a checksum, between those of the kernel and of cloud-init.
enum MachineProgram {
    /// Letters of user data that Nova takes, in base64. Source: Compute API, *Create server*, `user_data`.
    static let mostLetters = 65_535

    /// Bytes of a task, written as JSON, for which there is room.
    static let mostTaskBytes = {
        let bytes = mostLetters / 4 * 3 - text.utf8.count
        return bytes / 4 * 3 - 3
    }()

    /// As Nova takes it.
    static func userData(_ task: MachineTask) -> String {
        let words = Base64.encoded(Array(task.document.asJSON.utf8))
        return Base64.encoded(Array(text.replacing("@TASK@", with: words).utf8))
    }

    static let text = #"""
        #!/usr/bin/env python3
        # Runs the task of a Berth session, tells its output and its end on the console, and turns the machine off.
        import base64, glob, hashlib, json, os, signal, subprocess, threading, time, urllib.request, zlib

        CONSOLE = "/dev/console"
        FOLDER = "/var/lib/berth"
        OFF = [["systemctl", "poweroff"], ["shutdown", "-h", "now"], ["poweroff"]]
        TASK = json.loads(base64.b64decode("@TASK@"))

        lock = threading.Lock()
        told = {"o": 0, "e": 0}
        over = threading.Event()


        def say(*words):
            line = " ".join(("BERTH", TASK["mark"]) + words)
            data = ("\n%s %08x\n" % (line, zlib.crc32(line.encode()))).encode()
            with lock:
                console = os.open(CONSOLE, os.O_WRONLY | os.O_NOCTTY | os.O_APPEND)
                while data:
                    data = data[os.write(console, data):]
                os.close(console)


        def tell(name, source):
            room = TASK["bytes"]
            while True:
                piece = os.read(source, 1536)
                if not piece:
                    return
                if room is None:
                    continue
                if len(piece) > room:
                    note = "\n[Only the first %d bytes of this output are kept.]\n" % TASK["bytes"]
                    piece, room = piece[:room] + note.encode(), None
                else:
                    room -= len(piece)
                say(name, str(told[name]), base64.b64encode(piece).decode())
                told[name] += len(piece)


        def run(words, environment=None):
            program = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
                cwd=FOLDER + "/work", start_new_session=True)

            def end(number):
                try:
                    os.killpg(program.pid, number)
                except ProcessLookupError:
                    pass

            def stop():
                over.set()
                end(signal.SIGTERM)
                time.sleep(5)
                end(signal.SIGKILL)

            clock = threading.Timer(max(1, TASK["seconds"] - time.monotonic() + begun), stop)
            clock.daemon = True
            clock.start()
            readers = [
                threading.Thread(target=tell, args=("o", program.stdout.fileno())),
                threading.Thread(target=tell, args=("e", program.stderr.fileno()))]
            for reader in readers:
                reader.start()
            code = program.wait()
            clock.cancel()
            end(signal.SIGKILL)
            for reader in readers:
                reader.join()
            return code if code >= 0 else 128 - code


        def need(words):
            try:
                done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True)
            except OSError as error:
                raise RuntimeError("%s: %s" % (words[0], error.strerror))
            if done.returncode != 0:
                said = (done.stderr or done.stdout).decode(errors="replace").strip()[-500:]
                raise RuntimeError("%s ended with %d: %s" % (" ".join(words[:3]), done.returncode, said))


        def mount(index, storage):
            disks = []
            for _ in range(60):
                disks = glob.glob("/dev/disk/by-id/*" + storage["volume"][:20] + "*")
                if disks:
                    break
                time.sleep(1)
            else:
                raise RuntimeError("the volume of storage[%d] is not there" % index)
            if subprocess.run(["blkid", disks[0]], capture_output=True).returncode != 0:
                need(["mkfs.ext4", "-q", disks[0]])
            folder = "%s/storage-%d" % (FOLDER, index)
            os.makedirs(folder, exist_ok=True)
            need(["mount", disks[0], folder])
            os.symlink(folder, os.path.join(FOLDER, "work", storage["name"]))


        def fetch(index, data):
            target = "%s/storage-%d/%s" % (FOLDER, data["storage"], data["name"])
            why = "it has no address"

            # Also of a server that sends a byte now and then.
            def late(number, frame):
                raise TimeoutError("it takes longer than %d s" % TASK["fetchSeconds"])

            signal.signal(signal.SIGALRM, late)
            for url in data["urls"]:
                try:
                    digest = hashlib.new(data["algorithm"]) if data["algorithm"] else None
                    signal.alarm(TASK["fetchSeconds"])
                    with urllib.request.urlopen(url, timeout=60) as source, open(target, "wb") as file:
                        room = data["bytes"]
                        while True:
                            piece = source.read(1 << 20)
                            if not piece:
                                break
                            room -= len(piece)
                            if room < 0:
                                raise RuntimeError("it has more than %d bytes" % data["bytes"])
                            file.write(piece)
                            if digest:
                                digest.update(piece)
                    if digest and digest.hexdigest() != data["digest"].lower():
                        raise RuntimeError("its checksum is another one")
                    return
                except Exception as error:
                    why = str(error)
                finally:
                    signal.alarm(0)
            raise RuntimeError("data[%d] cannot be fetched: %s" % (index, why))


        def program():
            environment = dict(os.environ, **{"HOME": FOLDER + "/work", **TASK["environment"]})
            container = TASK["container"]
            if container:
                why = None
                for image in container["images"]:
                    try:
                        # What the image of the machine brings along is nowhere else, and takes no time.
                        try:
                            need([container["command"], "image", "inspect", image])
                        except RuntimeError:
                            need([container["command"], "pull", image])
                        return container["before"] + [image] + container["after"], None
                    except RuntimeError as error:
                        why = error
                raise why
            file = FOLDER + "/script"
            with open(file, "wb") as script:
                script.write(base64.b64decode(TASK["script"]))
            os.chmod(file, 0o700)
            words = TASK["interpreter"]
            if TASK["requirements"]:
                need(words + ["-m", "venv", FOLDER + "/venv"])
                words = [FOLDER + "/venv/bin/python"]
                need(words + ["-m", "pip", "install", "--quiet", "--"] + TASK["requirements"])
            with open(file, "rb") as script:
                if TASK["namesInterpreter"] and script.read(2) == b"#!":
                    words = []
            return words + [file] + TASK["arguments"], environment


        def main():
            os.makedirs(FOLDER + "/work")
            say("begin", "1")
            try:
                for index, storage in enumerate(TASK["storage"]):
                    mount(index, storage)
                for index, data in enumerate(TASK["data"]):
                    fetch(index, data)
                words, environment = program()
                code = run(words, environment)
                say("end", str(code), "time" if over.is_set() else "done", str(told["o"]), str(told["e"]))
            except Exception as error:
                say("fail", base64.b64encode(str(error).encode()[:2000]).decode() or "-")
            os.sync()
            time.sleep(TASK["linger"])
            for words in OFF:
                try:
                    if subprocess.run(words).returncode == 0:
                        return
                except OSError:
                    pass


        # A machine that boots once more does not run its task once more.
        begun = time.monotonic()
        if not os.path.exists(FOLDER + "/work"):
            main()

        """#
}
