using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// One connection to the broker's SQLite file, or to a private database in memory. The write-ahead log with
/// synchronous=NORMAL keeps every committed transaction when a process is killed; a power cut may lose the last ones.
/// </summary>
internal sealed class Store : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private long _seenVersion;

    static Store() => Batteries_V2.Init();

    private Store(string dataSource)
    {
        // Without pooling, closing the connection lets go of the file.
        _connection = new SqliteConnection($"Data Source={dataSource};Pooling=False");
        _connection.Open();
    }

    public static Store InMemory()
    {
        var store = new Store(":memory:");
        store.Execute(Schema.Tables);
        return store;
    }

    public static Store OnFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var store = new Store(path);
        store.Execute("PRAGMA journal_mode=WAL");
        store.Execute("PRAGMA synchronous=NORMAL");
        store.Execute(Schema.Tables);
        return store;
    }

    /// <summary>False when another process holds the write lock.</summary>
    public bool TryBegin()
    {
        // Not through SqliteCommand: that one sleeps 150 ms whenever the file is busy.
        var outcome = raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE");
        if (outcome != raw.SQLITE_BUSY)
            SqliteException.ThrowExceptionForRC(outcome, _connection.Handle);

        return outcome == raw.SQLITE_OK;
    }

    public void Commit() => Execute("COMMIT");

    public void Rollback()
    {
        // A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the error that did.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            Execute("ROLLBACK");
    }

    /// <summary>Whether another connection has committed since this was last asked.</summary>
    public bool ChangedByOthers()
    {
        var version = Scalar<long>("PRAGMA data_version");
        var changed = version != _seenVersion;
        _seenVersion = version;
        return changed;
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
