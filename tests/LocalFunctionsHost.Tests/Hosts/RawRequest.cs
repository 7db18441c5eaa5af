using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalFunctionsHost.Tests.Hosts;

/// <summary>A request byte by byte, for what HttpClient would mend: paths, methods, headers.</summary>
internal static class RawRequest
{
    /// <summary>The whole answer; the request asks for the connection's end.</summary>
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

    public static int StatusOf(string answer) => int.Parse(answer.Split(' ')[1]);

    /// <summary>The body, whatever its framing: what the test app answers is one chunk.</summary>
    public static string BodyOf(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
}
