using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalFunctionsHost.Tests.Hosts;

/// <summary>A request byte by byte, for paths, methods and headers that HttpClient would correct.</summary>
internal static class RawRequest
{
    /// <summary>Returns the whole response; the request must ask the server to close the connection.</summary>
    public static async Task<string> SendAsync(RunningHost host, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, host.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    public static Task<string> GetAsync(RunningHost host, string path, string method = "GET", string headers = "") =>
        SendAsync(host, $"{method} {path} HTTP/1.1\r\nHost: test.example\r\nConnection: close\r\n{headers}\r\n");

    public static int ReadStatus(string answer) => int.Parse(answer.Split(' ')[1]);

    /// <summary>The body with its framing: the test app's responses are a single chunk.</summary>
    public static string ReadBody(string answer) =>
        answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
}
