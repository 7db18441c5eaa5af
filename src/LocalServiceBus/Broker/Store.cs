using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LocalServiceBus.Broker;

/// <summary>
/// The broker's SQLite file, owned by one process, or a private in-memory database. The write-ahead log with
/// synchronous=NORMAL keeps every committed transaction if the process is killed; a power cut may lose the latest ones.
/// </summary>
internal sealed class Store : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    static Store() => Batteries_V2.Init();

    private Store(string dataSource)
    {
        // Without pooling, closing the connection releases the file.
        _connection = new SqliteConnection($"Data Source={dataSource};Pooling=False");
        _connection.Open();
    }

    public static Store InMemory()
    {
        var store = new Store(":memory:");
        store.CreateTables();
        return store;
    }

    /// <summary>
    /// Opens the file for this process only; throws an <see cref="IOException"/> if another process owns it.
    /// </summary>
    public static Store OnFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Store? store = null;
        try
        {
            store = new Store(path);
            store.LockFile(path);
            store.CreateTables();
            return store;
        }
        catch (Exception rejection)
        {
            store?.Dispose();
            if (rejection is SqliteException)
                throw new IOException($"The store '{path}' cannot be used: {rejection.Message}", rejection);

            throw;
        }
    }

    public void Begin() => Execute("BEGIN IMMEDIATE");

    public void Commit() => Execute("COMMIT");

    public void Rollback()
    {
        // A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the original error.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            Execute("ROLLBACK");
    }

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is T value ? value : default;

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();

        _connection.Dispose();
    }

    /// <summary>
    /// In exclusive mode SQLite locks the file at the first use, and keeps the lock until the file is closed.
    /// </summary>
    private void LockFile(string path)
    {
        // Not through SqliteCommand, which waits 30 s if the file is busy.
        var outcome = raw.sqlite3_exec(
            _connection.Handle,
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            + "BEGIN EXCLUSIVE; COMMIT");
        if (outcome is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            throw new IOException($"The store '{path}' is in use by another process.");

        if (outcome != raw.SQLITE_OK)
        {
            var reason = raw.sqlite3_errstr(outcome).utf8_to_string();
            throw new IOException($"The store '{path}' cannot be used: {reason}.");
        }
    }

    private void CreateTables()
    {
        Execute("PRAGMA temp_store=MEMORY");
        var version = Scalar<long>("PRAGMA user_version");
        if (version != Schema.Version && Scalar<long>("SELECT COUNT(*) FROM sqlite_schema") > 0)
            throw new IOException("The store was created by another version of the broker; delete it to start afresh.");

        Execute(Schema.Tables);
        Execute($"PRAGMA user_version={Schema.Version}");
        Execute(Schema.ReleaseAll);
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
            _commands[sql] = command = Create(sql, values.Length);

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;

        return command;
    }

    private SqliteCommand Create(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter($"${i}", null));

        return command;
    }
}
